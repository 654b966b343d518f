/** The name of a column of buttons: who sees them needs none. */
export const ACTIONS = <span className="only-heard">Actions</span>
