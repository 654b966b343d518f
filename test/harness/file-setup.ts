import { endEachFile } from './after-file.ts'

// A worker takes many files, one after another, and each cleans up after itself.
endEachFile()
