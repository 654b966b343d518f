/**
 * Asked before each piece of work that nobody waits for. It may take its time, so that such work gives way to callers,
 * and it answers whether to go on at all: a server that stops leaves the rest to whoever comes next.
 */
export type GoOn = () => Promise<boolean>

export const toTheEnd: GoOn = async () => true
