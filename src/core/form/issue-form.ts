import { z } from 'astro/zod'
import { parseYamlFile } from '../text/front-matter.ts'
import { wordsSchema } from '../text/line.ts'
import { failure, type Result, success } from '../text/problem.ts'

const textSchema = z.string().trim().min(1, { error: 'expected some text' })
const idSchema = z.string().regex(/^[\w-]+$/, { error: 'expected letters, digits, - and _' })
const validationsSchema = z.strictObject({ required: z.boolean().optional() }).optional()
const asked = {
  id: idSchema,
  validations: validationsSchema,
}
const labelled = { label: wordsSchema, description: textSchema.optional() }
const typed = { ...labelled, placeholder: textSchema.optional(), value: textSchema.optional() }

/** One of a closed list of answers; the host keeps "None" to itself. */
const optionsSchema = z
  .array(wordsSchema)
  .min(1)
  .refine((options) => new Set(options).size === options.length, { error: 'expected options that differ' })
  .refine((options) => !options.some((option) => /^none$/i.test(option)), { error: 'expected no option None' })

/**
 * An element of a form, by GitHub's schema for forms
 * (https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema),
 * of which we leave out what would make an answer harder to read: several choices, code blocks. Fields have an id.
 */
const elementSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('markdown'), attributes: z.strictObject({ value: textSchema }) }),
  z.strictObject({ type: z.literal('input'), ...asked, attributes: z.strictObject(typed) }),
  z.strictObject({ type: z.literal('textarea'), ...asked, attributes: z.strictObject(typed) }),
  z.strictObject({
    type: z.literal('dropdown'),
    ...asked,
    attributes: z.strictObject({ ...labelled, options: optionsSchema, default: z.int().min(0).optional() }),
  }),
  z.strictObject({
    type: z.literal('checkboxes'),
    ...asked,
    attributes: z.strictObject({
      ...labelled,
      options: z.array(z.strictObject({ label: wordsSchema, required: z.boolean().optional() })).min(1),
    }),
  }),
])

type Element = z.infer<typeof elementSchema>
/** An element that somebody fills in. */
export type FormField = Exclude<Element, { type: 'markdown' }>

const isField = (element: Element): element is FormField => element.type !== 'markdown'
const differ = (texts: readonly string[]) => new Set(texts).size === texts.length

/**
 * A file of `.github/ISSUE_TEMPLATE`, by
 * https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-issue-forms.
 * That the one text area stands last is ours: whatever is written into it, headings of the form included, is its answer.
 */
const fileSchema = z.strictObject({
  name: wordsSchema,
  description: wordsSchema,
  title: z.string().min(1).optional(),
  labels: z.array(wordsSchema).optional(),
  assignees: z.array(wordsSchema).optional(),
  body: z
    .array(elementSchema)
    .refine((elements) => differ(elements.filter(isField).map(({ id }) => id)), { error: 'expected ids that differ' })
    .refine((elements) => differ(elements.filter(isField).map(({ attributes }) => attributes.label)), {
      error: 'expected labels that differ',
    })
    .refine((elements) => elements.findIndex(({ type }) => type === 'textarea') === elements.length - 1, {
      error: 'expected one text area, and nothing after it',
    }),
})

/** What there are forms for; the name of the file says which. */
export const FORM_IDS = ['suggest-a-link', 'add-a-source', 'correct-an-entry'] as const
export type FormId = (typeof FORM_IDS)[number]

/** A form, as somebody fills it in. */
export interface IssueForm {
  readonly id: FormId
  readonly name: string
  readonly fields: readonly FormField[]
}

/** The fields that what becomes of a form is made of, by id. */
const NEEDED: Readonly<Record<FormId, readonly string[]>> = {
  'suggest-a-link': ['url', 'by', 'note'],
  'add-a-source': ['url', 'org', 'kind', 'include', 'note'],
  'correct-an-entry': ['url', 'note'],
}

/** Reads `.github/ISSUE_TEMPLATE/<id>.yml`. */
export function parseIssueForm(text: string, id: FormId, where: string): Result<IssueForm> {
  const file = parseYamlFile(text, fileSchema, where)
  if (!file.ok) return file
  const { name, body } = file.value
  const fields = body.filter(isField)
  const missing = NEEDED[id].filter((needed) => !fields.some((field) => field.id === needed))
  if (missing.length > 0) {
    const what = `there is no field with the id ${missing.join(', ')}`
    return failure({ where, field: 'body', what, remedy: 'Labels may be changed; the ids of these fields stay' })
  }
  return success({ id, name, fields })
}
