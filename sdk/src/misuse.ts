/** The client was given something that can't be sent. Nothing was. */
export class ScripMisuse extends TypeError {
  override readonly name = 'ScripMisuse'
}
