import path from 'node:path'
import { defineConfig } from 'astro/config'
import { createDesk } from './src/desk/desk.ts'
import { createPaletteStyles } from './src/io/palette-styles.ts'

const cache = process.env.CROWSNEST_CACHE

/**
 * The pictures of posts have no slash at the end of their addresses. A build writes them all the same; the development
 * server would ask for one.
 *
 * @returns {import('astro').AstroIntegration}
 */
const createDevelopmentAddresses = () => ({
  name: 'crowsnest-development-addresses',
  hooks: {
    'astro:config:setup': ({ command, updateConfig }) => {
      if (command === 'dev') updateConfig({ trailingSlash: 'ignore' })
    },
  },
})

export default defineConfig({
  outDir: process.env.CROWSNEST_OUT ?? './dist',
  cacheDir: cache ?? './node_modules/.astro',
  trailingSlash: 'always',
  build: { format: 'directory', inlineStylesheets: 'never', assets: 'assets', concurrency: 4 },
  // In development nobody but this machine is answered, and no other page may read the answers.
  server: { host: '127.0.0.1', allowedHosts: [] },
  vite: {
    ...(cache === undefined ? {} : { cacheDir: path.resolve(cache, 'vite') }),
    build: { assetsInlineLimit: 0 },
    plugins: [createPaletteStyles(path.resolve(process.env.CROWSNEST_CONTENT || 'content'))],
    server: {
      watch: { ignored: ['**/.crowsnest/build-*/**'] },
      cors: false,
      fs: { strict: true, deny: ['.env', '.env.*', '*.{crt,pem}', '**/.git/**', '**/.crowsnest/**'] },
    },
  },
  devToolbar: { enabled: false },
  integrations: [createDesk(), createDevelopmentAddresses()],
})
