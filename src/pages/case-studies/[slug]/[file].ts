import type { APIRoute, GetStaticPaths, InferGetStaticPropsType } from 'astro'
import { readSiteContent } from '../../../site/content.ts'
import { listServedPictures, servePicture } from '../../../site/long-form-picture.ts'

export const getStaticPaths = (async () => {
  const { caseStudies, pictures } = await readSiteContent()
  return listServedPictures('case-studies', caseStudies, pictures)
}) satisfies GetStaticPaths

export const GET: APIRoute<InferGetStaticPropsType<typeof getStaticPaths>> = ({ props }) => servePicture(props.picture)
