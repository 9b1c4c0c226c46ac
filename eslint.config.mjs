import { defineConfig } from 'eslint/config'
import astro from 'eslint-plugin-astro'
import tseslint from 'typescript-eslint'

// The import table of docs/architecture.md. Each folder lists what it may import, and nothing else passes.

/** A folder's own files and those below it; without dots inside, so that `./x/../../y` is no way out. */
const OWN = String.raw`\./[\w/\[\]-]+\.(ts|mjs|astro|css)`
/** @param {string} folder below src/ */
const under = (folder) => String.raw`(\.\./)+${folder}/[\w/-]+\.(ts|mjs|astro|css)(\?raw)?`
const NODE = 'node:.*'
/** Any package from npm, Astro excepted. */
const PACKAGE = String.raw`(?!astro[:/]|astro$|node:)(@[\w-]+/)?[a-z][\w./-]*`
const SCHEMAS = 'astro/zod'
/** Libraries that turn text into text, or compute, and reach for nothing. */
const PURE_PACKAGES = String.raw`unified|(remark|rehype|mdast|hast|unist|micromark)(-[\w-]+)?|gray-matter|yaml|rss-parser|feedsmith|htmlparser2|entities|juice|tldts|smol-toml|shiki/[\w./-]+|@noble/hashes/[\w.-]+`

/** Folders of core/ in the order in which they may know each other: each may import itself and those named. */
const CORE = {
  text: [],
  source: ['text'],
  release: ['text'],
  advisory: ['text', 'release'],
  item: ['text', 'source', 'release', 'advisory'],
  feed: ['text', 'source', 'item', 'release', 'advisory'],
  tag: ['text', 'source', 'item'],
  story: ['text', 'source', 'item'],
  event: ['text'],
  issue: ['text', 'source', 'item', 'tag', 'story', 'release', 'advisory', 'event'],
  digest: ['text', 'source', 'item', 'tag', 'story', 'release', 'issue'],
  form: ['text'],
  announce: ['text', 'source', 'item', 'issue'],
  post: ['text', 'source', 'item', 'tag', 'story', 'release', 'issue'],
  import: ['text', 'source', 'item', 'release', 'issue'],
  rota: ['text', 'issue'],
  search: ['text', 'source'],
  subscription: ['text'],
  send: ['text', 'subscription'],
  return: ['text', 'subscription', 'send'],
  doctor: ['text'],
  bench: ['text'],
}

/**
 * Only imports that match one of the expressions as a whole.
 *
 * @param {string} who what the message calls the folder
 * @param {string[]} allowed expressions
 * @param {{ typesOnly?: string[] }} [more] expressions for what may be imported as a type
 */
function importsOnly(who, allowed, { typesOnly = [] } = {}) {
  const table = 'see the import table in docs/architecture.md.'
  const expression = (/** @type {string[]} */ parts) => parts.map((part) => `(?:${part})`).join('|')
  const patterns = [
    { regex: `^(?!(?:${expression([...allowed, ...typesOnly])})$)`, message: `${who} may not import this: ${table}` },
    ...typesOnly.map((part) => ({
      regex: `^(?:${part})$`,
      message: `${who} may import this as a type alone: ${table}`,
      allowTypeImports: true,
    })),
  ]
  return rule('no-restricted-imports', { patterns })
}

/**
 * @param {string} name
 * @param {...unknown} options
 * @returns {import('eslint').Linter.RulesRecord}
 */
function rule(name, ...options) {
  return { [name]: ['error', ...options] }
}

const SYNTAX = [
  { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that has it.' },
  { selector: 'ExportNamedDeclaration[source]', message: 'No barrels: import from the file that has it.' },
]
const CLOCK_FREE = [
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'Take the time as an argument, `now`.',
  },
  { selector: 'CallExpression[callee.name="Date"]', message: 'Take the time as an argument, `now`.' },
]
const NAMED_CODES = [
  'NewExpression[callee.name="ExpectedError"] > Literal[value>0]',
  'CallExpression[callee.name="take"] > Literal[value>0]',
  'CallExpression[callee.object.name="process"][callee.property.name="exit"] Literal[raw=/^([1-4]|130|143)$/]',
  'AssignmentExpression[left.property.name="exitCode"] > Literal[value>0]',
  'AssignmentExpression[left.property.name="exitCode"] > ConditionalExpression > Literal[value>0]',
].map((selector) => ({ selector, message: 'Call an exit code by its name: src/io/exit-code.ts has them.' }))
const STATIC_IMPORTS = [
  {
    // A neighbour may be imported wherever one is; what few need, and takes long to load, need not be loaded for all.
    selector: String.raw`ImportExpression:not([source.value=/^\.\x2f[\w-]+\.ts$/])`,
    message:
      'Import at the top, where the import table is checked. A file of the same folder alone may be loaded later.',
  },
]

/** @param {string} who @param {string[]} names */
const withoutGlobals = (who, names) =>
  rule(
    'no-restricted-globals',
    ...names.map((name) => ({ name, message: `${who} is pure: take what it does as an argument.` })),
  )

const WORLD = ['fetch', 'process', 'console', 'globalThis', 'window', 'document', 'navigator', 'WebSocket']
const TIMERS = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'performance', 'Temporal']
const RANDOM = ['crypto']
const CLOCK_PROPERTIES = [
  { object: 'Date', property: 'now', message: 'Take the time as an argument, `now`.' },
  { object: 'Math', property: 'random', message: 'Take what is random as an argument.' },
  ...['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes'].flatMap((part) =>
    ['get', 'set'].map((verb) => ({
      property: `${verb}${part}`,
      message: `This is in the machine's own time zone: use ${verb}UTC${part}.`,
    })),
  ),
]

const coreFolders = Object.entries(CORE).map(([folder, known]) => ({
  name: `crowsnest/core/${folder}`,
  files: [`src/core/${folder}/**`],
  rules: importsOnly(`core/${folder}`, [SCHEMAS, PURE_PACKAGES, OWN, ...known.map(under)]),
}))

export default defineConfig(
  { ignores: ['dist/', 'node_modules/', '.astro/', '.crowsnest/', 'outbox/', 'tests/fixtures/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.strict,
  ...tseslint.configs.stylistic,
  ...astro.configs['flat/recommended'],

  {
    name: 'crowsnest/style',
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-constant-binary-expression': 'error',
      'no-control-regex': 'error',
      'no-debugger': 'error',
      'no-else-return': 'error',
      'no-fallthrough': 'error',
      'no-irregular-whitespace': 'error',
      'no-loss-of-precision': 'error',
      'no-param-reassign': 'error',
      'no-restricted-exports': [
        'error',
        {
          restrictDefaultExports: {
            direct: true,
            named: true,
            defaultFrom: true,
            namedFrom: true,
            namespaceFrom: true,
          },
        },
      ],
      ...rule('no-restricted-syntax', ...SYNTAX),
      'no-self-assign': 'error',
      'no-self-compare': 'error',
      'no-template-curly-in-string': 'error',
      'no-unmodified-loop-condition': 'error',
      'no-unreachable': 'error',
      'no-unsafe-finally': 'error',
      'no-useless-escape': 'error',
      'no-useless-rename': 'error',
      'object-shorthand': 'error',
      'prefer-object-spread': 'error',
      'prefer-template': 'error',
      'use-isnan': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },

  {
    name: 'crowsnest/types',
    files: ['src/**/*.ts', 'scripts/**/*.ts', 'tests/**/*.ts'],
    languageOptions: { parserOptions: { project: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-base-to-string': 'error',
      '@typescript-eslint/no-deprecated': 'error',
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['describe', 'suite', 'test', 'it'] },
          ],
        },
      ],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/require-await': 'error',
      '@typescript-eslint/restrict-plus-operands': 'error',
      '@typescript-eslint/return-await': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },

  {
    name: 'crowsnest/core',
    files: ['src/core/**'],
    rules: {
      ...importsOnly('core/', [SCHEMAS, PURE_PACKAGES, OWN]),
      ...withoutGlobals('core/', [...WORLD, ...TIMERS, ...RANDOM, 'Buffer', 'require']),
      ...rule('no-restricted-properties', ...CLOCK_PROPERTIES),
      ...rule('no-restricted-syntax', ...SYNTAX, ...CLOCK_FREE, ...STATIC_IMPORTS),
    },
  },
  ...coreFolders,
  {
    // Each kind of export that can be brought along has a file; they know the room that they are in.
    name: 'crowsnest/core/subscription/import',
    files: ['src/core/subscription/import/**'],
    rules: importsOnly('core/subscription/import', [
      ...[SCHEMAS, PURE_PACKAGES, OWN, under('text')],
      String.raw`\.\./[\w-]+\.ts`,
    ]),
  },
  {
    name: 'crowsnest/jobs',
    files: ['src/jobs/**'],
    rules: {
      ...importsOnly('jobs/', [OWN, under('core')]),
      ...withoutGlobals('jobs/', WORLD),
      ...rule('no-restricted-properties', ...CLOCK_PROPERTIES),
      ...rule('no-restricted-syntax', ...SYNTAX, ...CLOCK_FREE, ...STATIC_IMPORTS),
    },
  },
  {
    name: 'crowsnest/io',
    files: ['src/io/**'],
    rules: {
      ...importsOnly('io/', [NODE, PACKAGE, SCHEMAS, OWN, under('core')], {
        typesOnly: [under('jobs'), 'astro', 'astro/(?!zod$).*'],
      }),
      ...rule('no-restricted-syntax', ...SYNTAX, ...NAMED_CODES),
    },
  },
  {
    name: 'crowsnest/server',
    files: ['src/server/**'],
    rules: importsOnly('server/', [NODE, PACKAGE, SCHEMAS, OWN, under('core')], { typesOnly: [under('jobs')] }),
  },
  {
    name: 'crowsnest/desk',
    files: ['src/desk/**'],
    rules: importsOnly('desk/', [
      ...[NODE, PACKAGE, SCHEMAS, 'astro', OWN, String.raw`\.\./protocol\.ts`],
      ...['core', 'jobs', 'io', 'components', 'styles'].map(under),
    ]),
  },
  {
    name: 'crowsnest/site',
    files: ['src/site/**'],
    rules: {
      ...importsOnly('site/', [OWN, under('core')]),
      ...withoutGlobals('site/', ['fetch', 'process']),
      ...rule('no-restricted-syntax', ...SYNTAX, ...CLOCK_FREE),
    },
  },
  {
    name: 'crowsnest/site/content',
    files: ['src/site/content.ts'],
    rules: {
      ...importsOnly('site/content.ts', [OWN, under('core'), 'astro:content']),
      'no-restricted-globals': 'off',
      ...rule('no-restricted-syntax', ...SYNTAX),
    },
  },
  {
    // Of all view models these two alone know Node: a picture is too dear to be made at every build.
    name: 'crowsnest/site/card-picture',
    files: ['src/site/card-picture.ts'],
    rules: {
      ...importsOnly('site/card-picture.ts', [OWN, under('core'), 'satori', '@resvg/resvg-js', 'node:(fs|path)']),
      ...withoutGlobals('site/card-picture.ts', ['fetch']),
    },
  },
  {
    name: 'crowsnest/site/encode-png',
    files: ['src/site/encode-png.ts'],
    rules: importsOnly('site/encode-png.ts', ['node:zlib']),
  },
  ...[
    { folder: 'components', known: ['site', 'core', 'styles'] },
    { folder: 'layouts', known: ['site', 'core', 'styles', 'components'] },
    { folder: 'pages', known: ['site', 'core', 'styles', 'components', 'layouts'] },
  ].map(({ folder, known }) => ({
    name: `crowsnest/${folder}`,
    files: [`src/${folder}/**`],
    rules: {
      ...importsOnly(`${folder}/`, [OWN, ...known.map(under)], { typesOnly: ['astro', 'astro/types'] }),
      ...withoutGlobals(`${folder}/`, ['fetch', 'process']),
      ...rule('no-restricted-syntax', ...SYNTAX, ...CLOCK_FREE),
    },
  })),
  {
    name: 'crowsnest/content.config',
    files: ['src/content.config.ts'],
    rules: importsOnly('content.config.ts', [
      NODE,
      SCHEMAS,
      'astro/content/config',
      String.raw`\./(core|io)/[\w/-]+\.ts`,
    ]),
  },
  {
    name: 'crowsnest/scripts',
    files: ['scripts/**'],
    rules: {
      ...importsOnly('scripts/', [
        ...[NODE, PACKAGE, 'astro', String.raw`\./compile-cache\.mjs`],
        String.raw`\.\./src/(core|jobs|io|server)/[\w/-]+\.ts`,
        String.raw`\.\./tests/(e2e/find-browser\.mjs|(postgres-server|cli-alone)\.ts)`,
      ]),
    },
  },
  {
    // A script of plain JavaScript runs on any Node, which cannot read the names.
    name: 'crowsnest/scripts/exit-codes',
    files: ['scripts/**/*.ts'],
    rules: rule('no-restricted-syntax', ...SYNTAX, ...NAMED_CODES),
  },
  {
    // A command of many verbs has a folder of its own; its script starts it, and nobody else comes in.
    name: 'crowsnest/scripts/verbs',
    files: ['check', 'curate', 'sources', 'subscribers', 'send', 'workflow'].map((verb) => `scripts/${verb}/**`),
    rules: importsOnly('a folder of verbs', [
      ...[NODE, PACKAGE, 'astro', OWN],
      String.raw`(\.\./)+src/(core|jobs|io|server)/[\w/-]+\.ts`,
    ]),
  },
  {
    // The app is wired once, for the two commands that serve it.
    name: 'crowsnest/scripts/serve',
    files: ['scripts/serve.ts', 'scripts/start.ts', 'scripts/serve/**'],
    rules: importsOnly('scripts/serve/', [
      ...[NODE, PACKAGE, 'astro', String.raw`\./(serve/)?run-app\.ts`],
      String.raw`(\.\./)+src/(core|jobs|io|server)/[\w/-]+\.ts`,
    ]),
  },
  {
    // A function of the host is its default export; what it does is wired beside the app that a server runs.
    name: 'crowsnest/scripts/functions',
    files: ['scripts/functions/**'],
    rules: {
      ...importsOnly('scripts/functions/', [String.raw`\.\./serve/netlify-app\.ts`]),
      'no-restricted-exports': 'off',
    },
  },
  {
    // Node's runner of tests takes a reporter by its default export.
    name: 'crowsnest/scripts/check',
    files: ['scripts/check/**'],
    rules: { 'no-restricted-exports': 'off' },
  },
  {
    name: 'crowsnest/setup',
    files: ['scripts/setup.mjs'],
    rules: { 'no-console': 'off' },
  },
  {
    name: 'crowsnest/tests',
    files: ['tests/**'],
    rules: {
      ...importsOnly('tests/', [
        NODE,
        PACKAGE,
        SCHEMAS,
        String.raw`(\.{1,2}/)+(?!(\.\./)*(scripts|src/desk)/)[\w./-]+`,
      ]),
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    name: 'crowsnest/tests/desk',
    files: ['tests/desk/**', 'tests/e2e/**', 'tests/bench/desk-operations.ts'],
    rules: importsOnly('tests of the desk', [
      ...[NODE, PACKAGE, SCHEMAS],
      String.raw`(\.{1,2}/)+(?!(\.\./)*scripts/)[\w./-]+`,
    ]),
  },
  {
    name: 'crowsnest/tests/core',
    files: ['tests/core/**'],
    rules: importsOnly('tests/core/', [
      ...['node:(test|assert|assert/strict|fs|path)', SCHEMAS, PURE_PACKAGES, 'postal-mime', OWN],
      String.raw`(\.\./)+(src/core/[\w/-]+\.ts|(builders|processor-time)\.ts|fixtures/[\w./-]+)`,
    ]),
  },
  {
    name: 'crowsnest/configuration',
    files: ['*.config.{mjs,ts}', 'astro.config.mjs'],
    rules: { 'no-restricted-exports': 'off' },
  },
)
