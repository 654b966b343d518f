/** The database can't be reached or can't keep up. Nothing is known to have happened: the caller may try again. */
export class Unavailable extends Error {
  readonly retry_after_seconds: number
  constructor(message: string, retry_after_seconds = 1, options?: ErrorOptions) {
    super(message, options)
    this.retry_after_seconds = retry_after_seconds
  }
}

/** The same of a commit that nobody answered: it was done or it was not. Whoever must know looks for what it wrote. */
export class Uncertain extends Unavailable {}
