import type { CaseStudy } from '../core/post/case-study.ts'
import type { PictureFile } from '../core/post/picture-file.ts'
import type { Post } from '../core/post/post.ts'

/** A picture and the address that it has below the folder of its kind. */
export interface ServedPicture {
  readonly params: { readonly slug: string; readonly file: string }
  readonly props: { readonly picture: PictureFile }
}

/** The pictures that entries show; what else lies in their folders stays there. */
export function listServedPictures(
  folder: PictureFile['folder'],
  entries: readonly (Post | CaseStudy)[],
  pictures: readonly PictureFile[],
): ServedPicture[] {
  const shown = new Set(
    entries.flatMap((entry) => entry.pictures.filter(({ lost }) => !lost).map(({ file }) => `${entry.slug}/${file}`)),
  )
  return pictures
    .filter((picture) => picture.folder === folder && shown.has(`${picture.slug}/${picture.file}`))
    .map((picture) => ({ params: { slug: picture.slug, file: picture.file }, props: { picture } }))
}

/** Its bytes, unchanged. */
export function servePicture({ base64, type }: PictureFile): Response {
  return new Response(
    Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)),
    { headers: { 'content-type': type } },
  )
}
