import { Scrip } from '@scrip/sdk'

/** Said with every call: no other site's page can say it, so that the cookie alone does nothing. */
export const MARK = { 'X-Scrip-Console': '1' } as const

/** Who is signed in lies in a cookie that no script can read, so no key is given here. */
export const scrip = new Scrip({ baseUrl: '', key: null, headers: MARK })
