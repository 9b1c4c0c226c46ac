import type { APIRoute, GetStaticPaths, InferGetStaticPropsType } from 'astro'
import { readSiteContent } from '../../site/content.ts'
import { renderIssueText } from '../../site/issue-mail.ts'
import { serveText } from '../../site/serve-text.ts'

export const getStaticPaths = (async () => {
  const { issues } = await readSiteContent()
  return issues.map((issue) => ({ params: { key: issue.key }, props: { issue } }))
}) satisfies GetStaticPaths

type Props = InferGetStaticPropsType<typeof getStaticPaths>

export const GET: APIRoute<Props> = async ({ props: { issue } }) =>
  serveText(renderIssueText(issue, await readSiteContent()), 'plain')
