import type { APIRoute, GetStaticPaths, InferGetStaticPropsType } from 'astro'
import { readSiteContent } from '../../../site/content.ts'
import { listServedPictures, servePicture } from '../../../site/long-form-picture.ts'

export const getStaticPaths = (async () => {
  const { posts, pictures } = await readSiteContent()
  return listServedPictures('posts', posts, pictures)
}) satisfies GetStaticPaths

export const GET: APIRoute<InferGetStaticPropsType<typeof getStaticPaths>> = ({ props }) => servePicture(props.picture)
