import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { native } from '../src/dialects/native/dialect.ts'
import { openApi } from '../src/http/document/openapi.ts'
import { type Document, typesOf } from './generate-types.ts'

/** Where the types stand, and what has to stand there. */
export const typesFile = join(import.meta.dirname, 'src', 'api.ts')
export const freshTypes = (): string => typesOf(openApi(native, '') as unknown as Document)

if (import.meta.main) writeFileSync(typesFile, freshTypes())
