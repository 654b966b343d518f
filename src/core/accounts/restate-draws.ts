import type { Registry } from '../ports.ts'
import type { Account } from './account.ts'

/** Where members without a seat may draw like anybody else, none is marked, and there is nothing to restate. */
export async function restateIfSeatsCount(
  registry: Registry,
  { id, seatless }: Pick<Account, 'id' | 'seatless'>,
): Promise<void> {
  if (seatless === 'nothing') await registry.restateDraws(id)
}
