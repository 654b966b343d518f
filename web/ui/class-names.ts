/** The class names that apply, as one text. */
export const classNames = (...names: readonly unknown[]): string =>
  names.filter((name) => typeof name === 'string' && name !== '').join(' ')
