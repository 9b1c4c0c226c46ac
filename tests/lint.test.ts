import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { ESLint } from 'eslint'

const ROOT = path.join(import.meta.dirname, '..')
/** The rules that need types stay out: the files of these cases do not exist. */
const eslint = new ESLint({
  cwd: ROOT,
  overrideConfig: {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { project: false } },
    rules: {
      ...Object.fromEntries(typedRules().map((name) => [name, 'off' as const])),
      '@typescript-eslint/no-unused-vars': 'off',
    },
  },
})

function typedRules(): string[] {
  const config = fs.readFileSync(path.join(ROOT, 'eslint.config.mjs'), 'utf8')
  const block = /name: 'crowsnest\/types'[\s\S]*?\n {2}\},\n/.exec(config)?.[0] ?? ''
  return [...block.matchAll(/'(@typescript-eslint\/[\w-]+)'/g)].map((match) => String(match[1]))
}

async function brokenRules(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: path.join(ROOT, file) })
  assert.ok(result, `${file} is not linted at all`)
  return [...new Set(result.messages.map(({ ruleId, message }) => ruleId ?? message))]
}

const importing = (specifier: string) => `import { x } from '${specifier}'\nexport const y = x\n`
const importingType = (specifier: string) => `import type { X } from '${specifier}'\nexport type Y = X\n`
const inAstro = (specifier: string) => `---\nimport { x } from '${specifier}'\n---\n<p>{x}</p>\n`
const sourceFor = (file: string, specifier: string) =>
  file.endsWith('.astro') ? inAstro(specifier) : importing(specifier)

describe('an import that the table forbids is caught', () => {
  const forbidden: readonly (readonly [file: string, ...specifiers: string[]])[] = [
    ['src/core/text/x.ts', 'node:fs', 'node:crypto', 'fs', 'astro', 'astro:content', 'nodemailer', 'hono', 'commander'],
    [
      'src/core/text/x.ts',
      '../../io/item-files.ts',
      '../../jobs/ingest.ts',
      '../../site/content.ts',
      '../item/item.ts',
    ],
    ['src/core/text/x.ts', './week', './y/../../item/item.ts', './y/../../../io/item-files.ts'],
    ['src/core/source/x.ts', '../item/item.ts', '../feed/entry.ts'],
    ['src/core/item/x.ts', '../feed/entry.ts', '../tag/x.ts', '../story/story.ts', '../issue/issue.ts'],
    ['src/core/feed/x.ts', '../story/story.ts', '../issue/issue.ts'],
    ['src/core/tag/x.ts', '../issue/issue.ts', '../story/story.ts'],
    ['src/core/story/x.ts', '../issue/issue.ts', '../feed/entry.ts'],
    ['src/core/release/x.ts', '../issue/issue.ts', '../item/item.ts'],
    ['src/core/issue/x.ts', '../digest/digest.ts', '../feed/entry.ts', '../subscription/x.ts'],
    ['src/core/digest/x.ts', '../feed/entry.ts', '../subscription/x.ts'],
    ['src/core/subscription/x.ts', '../issue/issue.ts', '../digest/digest.ts'],
    ['src/core/subscription/import/x.ts', '../../issue/issue.ts', '../../../io/csv-rows.ts', 'csv-parse'],
    ['src/core/new-folder/x.ts', '../item/item.ts', 'node:fs'],
    ['src/jobs/x.ts', '../io/item-files.ts', 'node:fs', 'commander', '../server/app.ts', '../site/content.ts'],
    [
      'src/io/x.ts',
      '../jobs/ports.ts',
      '../site/content.ts',
      '../server/app.ts',
      '../desk/desk.ts',
      '../../scripts/x.ts',
    ],
    ['src/server/x.ts', '../jobs/ports.ts', '../io/item-files.ts', '../site/content.ts', 'astro:content'],
    ['src/desk/x.ts', '../site/content.ts', '../pages/feed.ts', '../../scripts/curate.ts'],
    [
      'src/site/x.ts',
      'astro:content',
      '../io/item-files.ts',
      '../jobs/ingest.ts',
      '../components/X.astro',
      'node:fs',
      'satori',
    ],
    ['src/site/card-picture.ts', 'node:http', '../io/item-files.ts', 'astro:content'],
    ['src/site/encode-png.ts', 'node:fs', 'satori', './content.ts'],
    ['src/site/content.ts', '../io/item-files.ts', 'node:fs', 'nodemailer'],
    ['src/pages/feed.xml.ts', 'astro:content', '../io/item-files.ts', 'node:fs', '../jobs/ingest.ts', '../desk/x.ts'],
    ['src/pages/x.astro', 'astro:content', '../io/item-files.ts', 'node:fs', '../../scripts/build.ts'],
    ['src/layouts/X.astro', '../pages/x.astro', 'astro:content', '../io/item-files.ts'],
    ['src/components/X.astro', '../layouts/Page.astro', '../pages/x.astro', 'astro:content', '../desk/x.ts'],
    [
      'src/content.config.ts',
      'astro:content',
      '../scripts/build.ts',
      './site/content.ts',
      './desk/x.ts',
      './jobs/ingest.ts',
    ],
    ['scripts/x.ts', './build.ts', '../src/site/content.ts', '../src/desk/x.ts', '../src/pages/x.astro'],
    ['tests/core/text/x.test.ts', '../../../src/io/item-files.ts', '../../../src/jobs/ingest.ts', 'node:http'],
    ['scripts/subscribers/x.ts', '../curate/work.ts', '../../src/site/content.ts'],
    ['scripts/curate/x.ts', '../build.ts', '../../src/site/content.ts', '../../src/desk/x.ts'],
    ['tests/io/x.test.ts', '../../scripts/ingest.ts'],
  ]
  for (const [file, ...specifiers] of forbidden) {
    for (const specifier of specifiers) {
      test(`${file} imports ${specifier}`, async () => {
        assert.deepEqual(await brokenRules(file, sourceFor(file, specifier)), ['no-restricted-imports'])
      })
    }
  }
})

describe('an import that the table allows passes', () => {
  const allowed: readonly (readonly [file: string, ...specifiers: string[]])[] = [
    ['src/core/text/x.ts', 'astro/zod', 'yaml', 'gray-matter', 'unified', 'rehype-sanitize', './week.ts'],
    ['src/core/feed/x.ts', 'rss-parser', 'feedsmith', 'htmlparser2', '../item/item.ts', '../source/source.ts'],
    [
      'src/core/issue/x.ts',
      '../item/item.ts',
      '../story/story.ts',
      '../release/x.ts',
      '../tag/x.ts',
      '../text/week.ts',
    ],
    ['src/core/digest/x.ts', 'juice', '../issue/issue.ts', '../item/item.ts', './parts/x.ts'],
    ['src/core/subscription/x.ts', '../text/week.ts'],
    ['src/core/subscription/import/x.ts', '../../text/moment.ts', '../subscription.ts', './make-line.ts'],
    ['src/jobs/x.ts', '../core/item/item.ts', './ports.ts'],
    ['src/io/x.ts', '../core/item/item.ts', 'node:fs', 'nodemailer', 'astro/zod', './atomic-file.ts'],
    ['src/server/x.ts', '../core/subscription/x.ts', 'hono', '@hono/node-server', 'node:http'],
    ['src/desk/x.ts', '../core/item/item.ts', '../jobs/ingest.ts', '../io/item-files.ts', '../components/X.astro'],
    ['src/site/x.ts', '../core/item/item.ts', './content.ts'],
    ['src/site/card-picture.ts', 'satori', '@resvg/resvg-js', 'node:fs', './encode-png.ts'],
    ['src/site/encode-png.ts', 'node:zlib'],
    ['src/site/content.ts', 'astro:content', '../core/item/item.ts'],
    ['src/pages/issues/[key].astro', '../../site/content.ts', '../../core/text/moment.ts', '../../layouts/Page.astro'],
    ['src/components/X.astro', './Y.astro', '../site/line.ts', '../core/text/moment.ts'],
    ['src/content.config.ts', 'astro/content/config', 'astro/zod', './io/content-loader.ts', './core/item/item.ts'],
    [
      'scripts/x.ts',
      '../src/jobs/ingest.ts',
      '../src/io/item-files.ts',
      '../src/core/item/item.ts',
      'node:fs',
      'astro',
    ],
    ['tests/core/text/x.test.ts', '../../../src/core/text/week.ts', '../../builders.ts', 'node:test'],
    ['tests/io/x.test.ts', '../../src/io/item-files.ts', 'node:http', 'smtp-server'],
    ['astro.config.mjs', './src/desk/desk.ts', 'astro/config'],
  ]
  for (const [file, ...specifiers] of allowed) {
    for (const specifier of specifiers) {
      test(`${file} imports ${specifier}`, async () => {
        assert.deepEqual(await brokenRules(file, sourceFor(file, specifier)), [])
      })
    }
  }

  for (const file of ['src/io/x.ts', 'src/server/x.ts']) {
    test(`${file} imports a type of jobs/ports`, async () => {
      assert.deepEqual(await brokenRules(file, importingType('../jobs/ports.ts')), [])
    })
  }
})

describe('core is pure', () => {
  const cases = [
    { code: "export const x = () => fetch('https://example.org')\n", rule: 'no-restricted-globals' },
    { code: 'export const x = () => process.env\n', rule: 'no-restricted-globals' },
    { code: 'export const x = () => globalThis\n', rule: 'no-restricted-globals' },
    { code: 'export const x = () => crypto.randomUUID()\n', rule: 'no-restricted-globals' },
    { code: 'export const x = () => performance.now()\n', rule: 'no-restricted-globals' },
    { code: 'export const x = (f: () => void) => setTimeout(f, 1)\n', rule: 'no-restricted-globals' },
    { code: 'export const x = () => Date.now()\n', rule: 'no-restricted-properties' },
    { code: 'export const x = () => Math.random()\n', rule: 'no-restricted-properties' },
    { code: 'export const x = (date: Date) => date.getHours()\n', rule: 'no-restricted-properties' },
    { code: 'export const x = () => new Date()\n', rule: 'no-restricted-syntax' },
    { code: 'export const x = () => Date()\n', rule: 'no-restricted-syntax' },
    { code: "export const x = () => import('../text/week.ts')\n", rule: 'no-restricted-syntax' },
    { code: "export const x = () => import('node:fs')\n", rule: 'no-restricted-syntax' },
    { code: 'export const x = (name: string) => import(name)\n', rule: 'no-restricted-syntax' },
  ]
  for (const { code, rule } of cases) {
    test(`so it has no ${code.replace(/^.*=> /, '').trim()}`, async () => {
      assert.deepEqual(await brokenRules('src/core/text/x.ts', code), [rule])
    })
  }

  test('and so has no console', async () => {
    const rules = await brokenRules('src/core/text/x.ts', "export const x = () => {\n  console.log('x')\n}\n")
    assert.deepEqual(rules.sort(), ['no-console', 'no-restricted-globals'])
  })

  const allowed = [
    'export const x = (now: Date) => new Date(now)\n',
    'export const x = (date: Date) => date.getUTCHours()\n',
    'export const x = Math.max(1, Date.UTC(2026, 0, 1))\n',
    "export const x = () => import('./week.ts')\n",
  ]
  for (const code of allowed) {
    test(`and may have ${code.replace(/^export const x = /, '').trim()}`, async () => {
      assert.deepEqual(await brokenRules('src/core/text/x.ts', code), [])
    })
  }
})

describe('the house style', () => {
  const cases = [
    { name: 'no default export', code: 'export default 1\n', rule: 'no-restricted-exports' },
    { name: 'no barrel of all', code: "export * from './week.ts'\n", rule: 'no-restricted-syntax' },
    { name: 'no barrel of names', code: "export { isWeek } from './week.ts'\n", rule: 'no-restricted-syntax' },
  ]
  for (const { name, code, rule } of cases) {
    test(`has ${name}`, async () => {
      assert.deepEqual(await brokenRules('src/core/text/x.ts', code), [rule])
    })
  }

  for (const code of [
    "import { take } from '../src/core/text/problem.ts'\nexport const x = take({ ok: true, value: 1 }, 2)\n",
    'process.exitCode = 4\n',
    'process.exit(130)\n',
  ]) {
    const line = code.trimEnd().split('\n').at(-1)
    test(`has exit codes by their names: no ${line}`, async () => {
      assert.deepEqual(await brokenRules('scripts/x.ts', code), ['no-restricted-syntax'])
    })
  }

  test('lets a configuration have the default export that its tool demands', async () => {
    assert.deepEqual(await brokenRules('astro.config.mjs', 'export default {}\n'), [])
  })

  test('names files in kebab-case (components in PascalCase), and none utils, helpers or common', () => {
    const folders = ['src', 'scripts', 'tests'].flatMap((folder) =>
      fs
        .readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
        .map((entry) => path.join(path.relative(ROOT, entry.parentPath), entry.name)),
    )
    const files = folders.filter((file) => /\.(ts|mjs|astro)$/.test(file) && !file.startsWith('tests/fixtures'))
    assert.ok(files.length > 20)
    const bad = files.filter((file) => {
      const name = path.basename(file).replace(/(\.(config|test|d|[a-z]+))?\.\w+$/, '')
      const wanted = /^src\/(components|layouts)\//.test(file) ? /^[A-Z][A-Za-z0-9]*$/ : /^[a-z0-9]+(-[a-z0-9]+)*$/
      const page = file.startsWith('src/pages/') && /^\[(\.\.\.)?\w+\]$/.test(name)
      return (!page && !wanted.test(name)) || /\b(utils?|helpers?|common)\b/.test(file)
    })
    assert.deepEqual(bad, [])
  })
})
