/** A cursor that no page of the list gave. */
export class BadCursor extends Error {
  constructor() {
    super('The cursor is not one that a page of this list gave.')
  }
}
