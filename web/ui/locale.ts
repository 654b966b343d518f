/**
 * The language of the pages, which all they say goes by, numbers and dates as well, whatever the browser's is. What is
 * typed is read by the same rules, so that `10.000` is not ten thousand in one place and ten in another.
 */
export const LOCALE = 'en'

/** How a whole number is written. */
export const countText = (count: number): string => count.toLocaleString(LOCALE)
