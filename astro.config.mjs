import { defineConfig } from 'astro/config'

export default defineConfig({
  outDir: process.env.CROWSNEST_OUT ?? './dist',
  cacheDir: process.env.CROWSNEST_CACHE ?? './node_modules/.astro',
  trailingSlash: 'always',
  build: { format: 'directory', inlineStylesheets: 'never', assets: 'assets', concurrency: 4 },
  vite: { build: { cssCodeSplit: false, assetsInlineLimit: 0 } },
  devToolbar: { enabled: false },
})
