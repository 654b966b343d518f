import type { Case, Measured, Sample, Timing } from './case.ts'

/**
 * Measures every case once a round, so that whatever else the machine does meets all of them alike, and begins each
 * round at another case, so that none always comes after the same one.
 */
export async function measureInRounds(
  cases: readonly Case[],
  rounds: number,
  timing: Timing,
  said: (round: number, measured: Case, sample: Sample) => void,
): Promise<Measured[]> {
  // A server that has just started is slow until its code is compiled, so nobody's first run counts.
  const warm = { seconds: Math.min(2, timing.seconds), warm_seconds: 0 }
  for (const each of cases) if (!each.cold) said(0, each, await each.sample(warm))
  const samples = new Map(cases.map(({ id }) => [id, [] as Sample[]]))
  for (let round = 0; round < rounds; round += 1) {
    const first = Math.floor((round * cases.length) / rounds)
    for (const each of [...cases.slice(first), ...cases.slice(0, first)]) {
      const sample = await each.sample(timing)
      samples.get(each.id)?.push(sample)
      said(round + 1, each, sample)
    }
  }
  return cases.map(({ id, title, unit }) => ({ id, title, unit, samples: samples.get(id) ?? [] }))
}
