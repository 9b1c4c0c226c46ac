import type { CommunityEvent } from '../core/event/event.ts'
import type { DecisionLog } from '../core/issue/decision-log.ts'
import type { Issue } from '../core/issue/issue.ts'
import type { Person } from '../core/issue/person.ts'
import type { Item } from '../core/item/item.ts'
import type { CaseStudy } from '../core/post/case-study.ts'
import type { PictureFile } from '../core/post/picture-file.ts'
import type { Post } from '../core/post/post.ts'
import type { Series } from '../core/post/series.ts'
import type { ReleaseSchedule } from '../core/release/release-schedule.ts'
import type { Release } from '../core/release/release.ts'
import type { Source } from '../core/source/source.ts'
import type { SourceHealth } from '../core/source/source-health.ts'
import type { GroupProfile } from '../core/tag/group-profile.ts'
import type { Topic } from '../core/tag/topic.ts'
import type { SiteSettings } from '../core/text/site-settings.ts'
import type { StoryEdit } from '../core/story/story.ts'

/** All that pages are made of, as `content.ts` reads it. */
export interface SiteContent {
  readonly settings: SiteSettings
  /** Retired ones too: what we follow is what `isFollowed` says of them. */
  readonly sources: readonly Source[]
  readonly sourceNames: ReadonlyMap<string, Source>
  /** By the id of the source; a source that was never read has none. */
  readonly health: ReadonlyMap<string, SourceHealth>
  readonly items: readonly Item[]
  /** Newest first: the published ones, and the others where `showsDrafts`. */
  readonly issues: readonly Issue[]
  /** What editors did, by issue and editor. */
  readonly logs: readonly DecisionLog[]
  /** Their merges and splits of stories, in the order in which they were made. */
  readonly edits: readonly StoryEdit[]
  /** By id. An item may name one that is gone. */
  readonly topics: ReadonlyMap<string, Topic>
  readonly groups: ReadonlyMap<string, GroupProfile>
  readonly people: ReadonlyMap<string, Person>
  /** Newest first: the published ones, and drafts where `showsDrafts`. */
  readonly posts: readonly Post[]
  readonly caseStudies: readonly CaseStudy[]
  readonly series: ReadonlyMap<string, Series>
  /** Of posts and case studies, those of drafts included. */
  readonly pictures: readonly PictureFile[]
  /** The minors of Kubernetes, the newest first. */
  readonly releases: readonly Release[]
  readonly releaseSchedule: ReleaseSchedule
  /** By the day on which they start. */
  readonly events: readonly CommunityEvent[]
  /** The published issue whose cut-off is the latest; there the river begins. */
  readonly latest: Issue | undefined
  readonly showsDrafts: boolean
  /** False for previews (`CROWSNEST_ROBOTS=noindex`), which search engines shall not keep. */
  readonly indexed: boolean
  /** The clock: `CROWSNEST_NOW`, else the moment of the build. */
  readonly now: Date
}
