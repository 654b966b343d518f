import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const root = import.meta.dirname
const sdk = join(root, '../sdk/src/index.ts')

/** Two apps that share what is common: a page each, and files named by what is in them. */
export default defineConfig({
  root,
  base: '/',
  resolve: { alias: { '@scrip/sdk': sdk } },
  plugins: [react(), layered(), compressed()],
  build: {
    target: 'es2023',
    outDir: 'dist',
    emptyOutDir: true,
    // A policy without `data:` for scripts and fonts: nothing is put into a page's own text.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { portal: join(root, 'portal/index.html'), console: join(root, 'console/index.html') },
    },
  },
  server: {
    proxy: Object.fromEntries(['/v1', '/console/session'].map((path) => [path, 'http://127.0.0.1:8080'])),
  },
})

/**
 * The styles of a page come in several files, and whichever is read first says in which order their layers overrule each
 * other. So all of them say it.
 */
function layered(): Plugin {
  const order = '@layer tokens, base, components, pages, last;'
  return {
    name: 'layered',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle))
        if (file.type === 'asset' && file.fileName.endsWith('.css')) file.source = `${order}${file.source}`
    },
  }
}

/** Compressed once here, so that the server sends what lies there. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    closeBundle() {
      const assets = join(root, 'dist/assets')
      for (const name of readdirSync(assets)) {
        if (!/\.(js|css|svg)$/.test(name)) continue
        const bytes = readFileSync(join(assets, name))
        const params = { [constants.BROTLI_PARAM_QUALITY]: 9 }
        writeFileSync(join(assets, `${name}.br`), brotliCompressSync(bytes, { params }))
        writeFileSync(join(assets, `${name}.gz`), gzipSync(bytes))
      }
    },
  }
}
