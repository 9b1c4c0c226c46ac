import { defineConfig } from 'astro/config'
import { createDesk } from './src/desk/desk.ts'

export default defineConfig({
  outDir: process.env.CROWSNEST_OUT ?? './dist',
  cacheDir: process.env.CROWSNEST_CACHE ?? './node_modules/.astro',
  trailingSlash: 'always',
  build: { format: 'directory', inlineStylesheets: 'never', assets: 'assets', concurrency: 4 },
  // In development nobody but this machine is answered, and no other page may read the answers.
  server: { host: '127.0.0.1', allowedHosts: [] },
  vite: {
    build: { cssCodeSplit: false, assetsInlineLimit: 0 },
    server: {
      cors: false,
      fs: { strict: true, deny: ['.env', '.env.*', '*.{crt,pem}', '**/.git/**', '**/.crowsnest/**'] },
    },
  },
  devToolbar: { enabled: false },
  integrations: [createDesk()],
})
