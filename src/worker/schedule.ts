const MINUTE = 60
const HOUR = 60 * MINUTE

/** How often each job of a crontab runs, in seconds; `often` are those that follow upon themselves. */
export function everySeconds(
  crontab: string,
  often: readonly string[],
  often_seconds: number,
): Record<string, number> {
  const lines = crontab.split('\n').filter((line) => line !== '')
  return Object.fromEntries(
    lines.map((line) => {
      const [minute, hour, , , , job = ''] = line.split(' ')
      if (often.includes(job)) return [job, often_seconds]
      return [job, minute === '*' ? MINUTE : hour === '*' ? HOUR : 24 * HOUR]
    }),
  )
}
