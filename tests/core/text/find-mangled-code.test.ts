import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { findMangledCode } from '../../../src/core/text/find-mangled-code.ts'

const fence = (info: string, ...lines: string[]) => ['```'.concat(info), ...lines, '```'].join('\n')

/** What is found, a line each: `3: a dash`. */
const found = (markdown: string) => findMangledCode(markdown).map(({ line, what }) => `${line}: ${what}`)

const POD = ['apiVersion: v1', 'kind: Pod', 'metadata:', '  name: lamp', 'spec:', '  containers:', '    - name: lamp']

describe('mangled code is found', () => {
  const cases: [name: string, markdown: string, expected: RegExp[]][] = [
    [
      'an en dash that was --, in a command',
      fence('console', '$ lampctl keepers create –name=ada', 'keeper created'),
      [/^2: a dash .*lampctl keepers create –name=ada/],
    ],
    ['an em dash', fence('sh', 'lampctl light —all'), [/^2: a dash/]],
    ['an option without its language said', fence('', 'lampctl light –all'), [/^2: a dash/]],
    ['a lone dash that was --', fence('sh', 'kubectl exec lamp – ls /'), [/^2: a dash/]],
    ['a minus sign', fence('sh', 'tail −f log'), [/^2: a dash/]],
    ['a dash inside a name', fence('yaml', 'namespace: light—house'), [/^2: a dash/]],
    ['half of a dash pair', fence('sh', 'lampctl -–all'), [/^2: a dash/]],
    ['an option in a span', 'Say\nit with `–dry-run` first.', [/^2: a dash .*: –dry-run$/]],
    ['an option in a flag’s quotes', fence('yaml', 'command: ["lamp", "–oil.file=/oil"]'), [/^2: a dash/]],
    ['a list mark', fence('yaml', 'from:', '– keeper: ada'), [/^3: a dash/]],
    [
      'curly quotes',
      fence('sh', 'echo “light”', 'echo ‘dark’'),
      [/^2: curly quotes .*, and in 1 more line: echo “light”$/],
    ],
    ['curly quotes in a list', fence('yaml', 'verbs: [“get”, “list”]'), [/^2: curly quotes/]],
    ['curly quotes in what a command printed', fence('console', '$ x', 'keeper “ada” created'), [/^3: curly quotes/]],
    ['a quotation mark that is half curly', fence('go', 'fmt.Println("light”)'), [/^2: curly/]],
    ['curly quotes in a span', '`get “lamp”`', [/^1: curly quotes/]],
    ['a non-breaking space', fence('yaml', 'lamp:', '\u00A0\u00A0oil: 1'), [/^3: a space here/]],
    ['one in a span', 'Run `kubectl\u00A0get pods`.', [/^1: a space here/]],
    ['what nobody sees', fence('sh', 'lampctl\u200B light'), [/^2: a character that nobody sees/]],
    ['what turns the writing round', fence('go', 'if lamp {\u202E } // lit'), [/^2: a character that nobody sees/]],
    ['three dots in one character, in YAML', fence('yaml', 'lamp: …'), [/^2: `…`/]],
    ['the same in a command', fence('console', '$ lampctl light … --all'), [/^2: `…`/]],
    ['HTML in YAML', fence('yaml', 'rule: self.oil &lt;= 5'), [/^2: HTML/]],
    ['HTML in a command', fence('sh', 'light &amp;&amp; watch'), [/^2: HTML/]],
    ['a tab that indents YAML', fence('yaml', 'lamp:', '\toil: 1'), [/^3: a tab indents/]],
    [
      'a manifest whose lines were lost',
      fence('yaml', 'kind: NetworkPolicy', ' name: quay', '     app: crane'),
      [/^\d: this YAML/],
    ],
    ['the same without its language said', fence('', 'kind: NetworkPolicy', ' name: quay'), [/^\d: this YAML/]],
    [
      'a manifest whose indentation was lost',
      fence('yaml', 'apiVersion: v1', 'kind: Service', 'metadata:', 'name: quay', 'spec:', 'type: NodePort'),
      [/^5: the indentation is lost: `name` stands beside `metadata`/],
    ],
    [
      'lost below a list',
      fence('yaml fragment', 'rules:', '- apiGroups: [""]', 'resources: [pods]', 'verbs: [get]'),
      [/^5: .*`verbs` stands beside `rules`/],
    ],
    [
      'lost deep inside',
      fence('yaml', ...POD, '      resources:', '        requests:', '        memory: 1Gi'),
      [/^11: .*`memory` stands beside `requests`/],
    ],
    ['a list beside its entry', fence('yaml', 'containers:', '- name: lamp', 'image: lamp:1'), [/^4: .*`image`/]],
    [
      'a manifest without apiVersion',
      fence('yaml', ...POD.slice(1)),
      [/^2: this manifest of a Pod has no `apiVersion`/],
    ],
    ['one without a name', fence('yaml', 'apiVersion: v1', 'kind: Pod', 'spec: {}'), [/^2: .*no `metadata.name`/]],
    [
      'one whose name is empty',
      fence('yaml', 'apiVersion: v1', 'kind: Pod', 'metadata:', '  name:'),
      [/no `metadata.name`/],
    ],
    ['one without its kind', fence('yaml', 'apiVersion: v1', 'metadata:', '  name: lamp'), [/^2: .*no `kind`/]],
    [
      'the second of two documents',
      fence('yaml', ...POD, '---', 'kind: Service', 'metadata:', '  name: quay'),
      [/^10: this manifest of a Service has no `apiVersion`/],
    ],
    [
      'both of two documents',
      fence('yaml', 'kind: Pod', 'metadata: { name: a }', '---', 'a: b: c'),
      [/^2: .*no `apiVersion`/, /^5: this YAML does not parse/],
    ],
    ['a field twice', fence('yaml', 'lamp: 1', 'lamp: 2'), [/^3: this YAML does not parse/]],
    ['an alias of nothing', fence('yaml', 'rule: *'), [/this YAML does not parse/]],
    ['YAML that lost its line ends', fence('yaml', 'kind Pod metadata name'), [/^2: .*reads as one text/]],
    ['a fragment that does not parse', fence('yaml fragment', 'a:', '  b: 1', ' c: 2'), [/^4: this YAML/]],
    ['JSON that does not parse', fence('json', '{', '  "a": 1,', '}'), [/^4: this JSON does not parse/]],
    ['JSON with pretty quotes', fence('json', '{ “a”: 1 }'), [/curly/, /JSON/]],
    ['a block in a list', ['1. Say', '', '   ```sh', '   light –all', '   ```'].join('\n'), [/^4: a dash/]],
    ['a block of tildes', '~~~sh\nlight –all\n~~~', [/^2: a dash/]],
    ['an indented block', 'Say:\n\n    light –all\n', [/^3: a dash/]],
  ]
  for (const [name, markdown, expected] of cases) {
    test(name, () => {
      const all = found(markdown)
      assert.equal(all.length, expected.length, all.join('\n'))
      for (const [index, pattern] of expected.entries()) assert.match(all[index] ?? '', pattern)
    })
  }
})

describe('code that is as it was meant is left alone', () => {
  const cases: [name: string, markdown: string][] = [
    ['a manifest', fence('yaml', ...POD)],
    ['a manifest without its language said', fence('', ...POD)],
    ['several', fence('yaml', ...POD, '---', ...POD)],
    ['one with a generated name', fence('yaml', 'apiVersion: v1', 'kind: Pod', 'metadata:', '  generateName: lamp-')],
    ['a file for a program', fence('yaml', 'apiVersion: kubelet.config.k8s.io/v1beta1', 'kind: KubeletConfiguration')],
    ['a file for kind', fence('yaml', 'apiVersion: kind.x-k8s.io/v1alpha4', 'kind: Cluster')],
    ['a policy of the audit', fence('yaml', 'apiVersion: audit.k8s.io/v1', 'kind: Policy', 'rules: []')],
    ['a question to the cluster', fence('yaml', 'apiVersion: authorization.k8s.io/v1', 'kind: SubjectAccessReview')],
    ['what only looks like an object', fence('yaml', 'apiVersion: harbour/v0', 'kind: Mapping', 'name: quay')],
    ['YAML of others', fence('yaml', 'kind: pipeline', 'steps: [build]')],
    ['the head of a chart', fence('yaml', 'apiVersion: v2', 'name: lamp', 'version: 1.0.0')],
    ['a fragment', fence('yaml fragment', 'spec:', '  containers: []')],
    ['a fragment with a kind', fence('yaml fragment', 'kind: Pod', 'spec:', '  nodeName: quay')],
    ['YAML with nothing but comments', fence('yaml', '# later')],
    ['three dots in a comment', fence('yaml', 'lamp: 1', '# … and so on')],
    ['a dash and quotes in a comment', fence('sh', 'light # the “lamp” – not the horn')],
    ['a dash in prose that YAML holds', fence('yaml', 'description: "A lamp – no more, 1–3 of them"')],
    ['a range', fence('text', '10–20')],
    ['what a command printed, cut by itself', fence('console', '$ docker ps', '"/lamp.sh –…"   Up – 2 min…')],
    ['output alone', fence('console', 'INFO[…] lit')],
    ['a tree', fence('text', '├──\u00A0lamp', '│\u00A0\u00A0 └── oil')],
    ['an apostrophe', fence('js', "// it's", 'say("don’t")')],
    ['the character itself', 'The `“` and the `–` are not for code.'],
    ['words in a block of words', fence('text', '“Light,” he said – and left.')],
    ['what says that it is meant so', fence('sh verbatim', 'light –all “now”')],
    ['prose', 'He said “light” – and left…'],
    ['whole JSON', fence('json', '{ "a": [1, 2] }')],
    ['JSON, a value a line', fence('json', '{"a":1}', '{"a":2}')],
    ['a part of JSON that says so', fence('json fragment', '"a": 1,', '"b": 2')],
    ['JSON with comments', fence('jsonc', '{ // two', '"a": 1 }')],
    ['a prompt and its options', fence('console', '$ kubectl get pods --namespace=dev -o wide', 'No resources found.')],
    ['emoji that are joined', fence('text', '👩\u200D💻')],
  ]
  for (const [name, markdown] of cases) {
    test(name, () => {
      assert.deepEqual(found(markdown), [])
    })
  }
})

test('says what to do, and how to keep what is meant so', () => {
  const [dash] = findMangledCode(fence('sh', 'light –all'))
  assert.match(
    dash?.remedy ?? '',
    /^Write - or -- as the original does; where it is meant so, put `verbatim` behind ```sh$/,
  )
  const [elision] = findMangledCode(fence('yaml', 'a:', '  b: 1', '  ...'))
  assert.match(elision?.remedy ?? '', /into a comment/)
  const [headless] = findMangledCode(fence('yaml', 'kind: Pod', 'metadata: { name: a }'))
  assert.match(headless?.remedy ?? '', /`fragment`/)
})
