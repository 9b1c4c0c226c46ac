import path from 'node:path'
import { type GroupProfile, parseGroupProfile } from '../core/tag/group-profile.ts'
import { type Collection, readCollection } from './content-folder.ts'

/** What a content folder says of the groups of Kubernetes, by id; none where it has no folder of groups. */
export function readGroups(content: string): Collection<GroupProfile> {
  return readCollection(path.join(content, 'groups'), '.yml', (text, { name, where }) =>
    parseGroupProfile(text, name.replace(/\.yml$/, ''), where),
  )
}
