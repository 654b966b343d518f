/**
 * A reason not to start that the operator can act on. Its message is one line that says what is wrong and
 * what to do; whoever catches it prints that line alone, without a stack.
 */
export class CannotStart extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message.replace(/\s*\n\s*/g, ' '), options)
    this.name = 'CannotStart'
  }
}
