import path from 'node:path'
import { parseTopic, type Topic } from '../core/tag/topic.ts'
import { type Collection, readCollection } from './content-folder.ts'

/** All topics of a content folder, by id; none where it has no folder of topics. */
export function readTopics(content: string): Collection<Topic> {
  return readCollection(path.join(content, 'topics'), '.yml', (text, { name, where }) =>
    parseTopic(text, name.replace(/\.yml$/, ''), where),
  )
}
