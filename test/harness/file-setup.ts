import { endEachFile } from './after-file.ts'
import { tellPagesOfFailures } from './failed-pages.ts'

// A worker takes many files, one after another, and each cleans up after itself.
endEachFile()
tellPagesOfFailures()
