import { describe, expect, test } from 'vitest'
import { isGroup, type Leaf } from '../../src/cli/command.ts'
import { EXIT_MEANINGS } from '../../src/cli/exit.ts'
import { called, optionsOf, parsed } from '../../src/cli/parse-call.ts'
import { entryKinds } from '../../src/core/ledger/entry.ts'
import { purchaseStates } from '../../src/core/purchases/purchase.ts'
import { commands, scrip } from './in-process.ts'
import { leaves, wordsOf } from './leaves.ts'

const help = async (...args: string[]) => {
  const { code, stdout, stderr } = await scrip({}, ...args)
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

describe('scrip help', () => {
  test('lists every command, the exit codes and the settings', async () => {
    const text = await help('help')
    for (const name of Object.keys(commands)) expect(text).toMatch(new RegExp(`^ {2}scrip ${name}\\b`, 'm'))
    for (const [code, meaning] of Object.entries(EXIT_MEANINGS))
      expect(text).toContain(`  ${code}  ${meaning}`)
    expect(text).toContain('SCRIP_DATA_DIR (.scrip)')
    for (const args of [[], ['-h'], ['--help']]) expect(await help(...args)).toBe(text)
  })

  test('of a revocation says that it takes spent credits too, and that nobody owes them', async () => {
    const text = (await help('grants', 'revoke', '--help')).replaceAll(/\s+/g, ' ')
    expect(text).toContain('unless said, all that were granted and not taken back yet, spent ones included')
    expect(text).toContain('write_off (nobody owes them) unless said')
  })

  test.each(leaves)(
    'of $path has its usage, options and an example that is read well',
    async ({ path, leaf }) => {
      const text = await help('help', ...path.split(' '))
      expect(await help(...path.split(' '), '--help')).toBe(text)
      expect(text).toContain(`scrip ${[path, ...leaf.args].join(' ')}`)
      for (const name of Object.keys(optionsOf(leaf))) expect(text).toContain(`--${name}`)
      expect(leaf.examples.length).toBeGreaterThan(0)
      for (const example of leaf.examples) {
        expect(text).toContain(`scrip ${example}`)
        const call = called(commands, wordsOf(example))
        expect(call.path).toBe(path)
        expect(() => parsed(call.command as Leaf, call.path, call.words)).not.toThrow()
      }
    },
  )

  test('of a noun lists what can be done with it', async () => {
    for (const group of Object.values(commands).filter(isGroup)) {
      const text = await help(group.name, '--help')
      for (const { name } of group.commands) expect(text).toContain(`scrip ${group.name} ${name}`)
    }
  })

  test('of a list names all that can be asked for', async () => {
    const lists: [string[], readonly string[]][] = [
      [['entries'], entryKinds],
      [['purchases', 'list'], purchaseStates],
    ]
    for (const [words, all] of lists) {
      const text = await help(...words, '--help')
      for (const one of all) expect(text).toMatch(new RegExp(`\\b${one}[,.]`))
    }
  })

  test('fits a terminal', async () => {
    const texts = await Promise.all(leaves.map(({ path }) => help('help', ...path.split(' '))))
    const long = [await help('help'), ...texts].flatMap((text) =>
      text.split('\n').filter((line) => line.length > 120),
    )
    expect(long).toEqual([])
  })
})

describe('what is used wrongly', () => {
  const nowhere = ['--url', 'http://h.test', '--key', 'k']

  test.each<[string[], RegExp]>([
    [['acounts'], /^There is no command "acounts"; "scrip help" lists what there is\.\n$/],
    [['help', 'acounts'], /^There is no command "acounts"/],
    [['constructor'], /^There is no command "constructor"/],
    [['grants'], /^What to do with grants is one of: list ACCOUNT, .*revoke ACCOUNT GRANT\.\n$/],
    [['grants', 'make'], /^What to do with grants is one of/],
    [
      ['grants', 'create', 'demo'],
      /^grants create needs --credit-type TYPE; see "scrip help grants create"\.\n$/,
    ],
    [['grants', 'get', 'demo'], /^grants get needs GRANT; see/],
    [['grants', 'get', 'demo', 'grt_1', 'grt_2'], /^grants get does not take "grt_2"; see/],
    [['grants', 'list', 'demo', '--limits', '3'], /^Unknown option '--limits'; see "scrip help"\.\n$/],
    [['accounts', '--limit', 'all'], /^--limit is "all"; accepted is a whole number from 0/],
    [['purchases', '--state', 'payed'], /^--state is "payed"; accepted is pending, .*, lost\.\n$/],
    [['balance', 'demo', '--at', '2026-02-30'], /^--at is "2026-02-30"; accepted are 2026-12-31 and/],
    [['prices', 'create', 'neo', '--pack-size', '5'], /^A price is one of: --unit-price, /],
    [['prices', 'create', 'neo', '--tier', '5'], /^--tier is "5"; accepted are 1000:0\.10 and :0\.08\.\n$/],
    [['plans', 'create', 'neo', '--name', 'N'], /^A plan has one --size or more, or else /],
    [
      ['plans', 'create', 'neo', '--name', 'N', '--size', '5'],
      /^--size is "5"; accepted are 1000:9\.50:95\.00, /,
    ],
    [['caps', 'put', 'demo', 'project', '--limit', '5'], /^A cap on a project needs ID: which one\.\n$/],
    [['caps', 'put', 'demo', 'member'], /^caps put needs --limit AMOUNT; see/],
    [
      ['holds', 'extend', 'demo', 'hld_1', 'long'],
      /^SECONDS is "long"; accepted is a whole number from 1 to/,
    ],
    [['subscriptions', 'change', 'demo', 'sub_1'], /^Say what changes: --seats, /],
    [['webhooks', 'update', 'whe_1', '--on', '--off'], /^--on and --off are opposites/],
    [
      ['webhooks', 'update', 'whe_1', '--all-types', '--type', 'purchase.paid'],
      /^--all-types and --type are opposites/,
    ],
    [
      ['debits', 'create', 'demo', '1', '--credit-type', 'a', '--metadata', 'b'],
      /^--metadata is "b"; accepted is/,
    ],
    [
      ['debits', 'create', 'demo', '1', '--credit-type', 'a', '--once', '', ...nowhere],
      /^--once is ""; accepted are 1 to 255 printable ASCII characters\.\n$/,
    ],
    [['accounts', 'get', '', ...nowhere], /^account can't be ""\n$/],
    [['accounts', '--url', 'http://h.test/?x', '--key', 'k'], /^--url or SCRIP_URL is something else; /],
    [['accounts', '--url', 'http://h.test', '--key', 'k\nk'], /^The key, or a header, has a character that/],
    [
      ['portal', 'demo', '--member', 'ada', '--revoke'],
      /^--revoke calls back the links of the whole account/,
    ],
    [
      ['portal', 'demo', '--revoke', '--minutes', '5', '--return-url', 'https://a.test'],
      /^--revoke .* so it does not go with --minutes or --return-url\.\n$/,
    ],
    [['keys', 'create', '--direct', '--once', 'k'], /^--once needs a server that answers: /],
  ])('%j exits with 2 and says how', async (args, line) => {
    expect(await scrip({}, ...args)).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(line) })
  })

  test('with --json it is JSON', async () => {
    const { code, stdout, stderr } = await scrip({}, 'accounts', '--limit', 'all', '--json')
    expect([code, stdout]).toEqual([2, ''])
    expect(JSON.parse(stderr)).toEqual({
      error: { code: null, detail: expect.stringContaining('--limit is "all"'), exit: 2 },
    })
    for (const words of [['nonsense'], ['grants', 'make'], ['grants']]) {
      const said = await scrip({}, ...words, '--json')
      expect([words, JSON.parse(said.stderr).error.exit]).toEqual([words, 2])
    }
  })
})
