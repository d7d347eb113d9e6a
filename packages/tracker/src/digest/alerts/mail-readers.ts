import type { MailTarget } from '../../domain/alert-action.ts'
import { membersOfProject, wishOf, type AlertMember } from '../../domain/alert-people.ts'
import { findOwners, type AlertSubject, type OwnershipBook } from './issue-owners.ts'

/** The people, with what they want to hear. */
export interface ReaderBook extends OwnershipBook {
  /** Whether an address wants no more mail of a project. */
  isGone(address: string, projectId: number): boolean
}

/** Somebody whom a rule's mail is meant for, and whether they are sent it. */
export interface MailReader {
  /** Empty when none is known. */
  readonly address: string
  readonly member?: AlertMember | undefined
  /** Why the mail is meant for them. */
  readonly as: 'address' | 'member' | 'team' | 'owner' | 'project'
  /** Why they are not sent it; absent when they are. */
  readonly spared?: 'no-address' | 'wants-nothing' | 'not-theirs' | 'unsubscribed' | undefined
}

/** Returns everybody a mail is meant for. */
export function mailReaders(
  book: ReaderBook,
  target: MailTarget,
  subject: AlertSubject,
): readonly MailReader[] {
  const { projectId } = subject
  if (target.kind === 'address') {
    const { address } = target
    return [{ address, as: 'address', spared: book.isGone(address, projectId) ? 'unsubscribed' : undefined }]
  }
  const owners = findOwners(book, subject)
  const { members, as } = targeted(book, target, { projectId, owners: owners.userIds })
  return members.map((member) => ({
    address: member.email,
    member,
    as,
    spared: sparedBy(book, member, {
      projectId,
      isTheirs: as !== 'project' || owners.userIds.has(member.userId),
    }),
  }))
}

interface Targeted {
  readonly members: readonly AlertMember[]
  readonly as: MailReader['as']
}

function targeted(
  { people }: ReaderBook,
  target: Exclude<MailTarget, { readonly kind: 'address' }>,
  { projectId, owners }: { readonly projectId: number; readonly owners: ReadonlySet<number> },
): Targeted {
  const of = (ids: ReadonlySet<number>): readonly AlertMember[] =>
    people.members.filter(({ userId }) => ids.has(userId))
  switch (target.kind) {
    case 'all-members':
      return { members: membersOfProject(people, projectId), as: 'project' }
    case 'member':
      return { members: of(new Set([target.id])), as: 'member' }
    case 'team':
      return { members: of(new Set(people.teams.find(({ id }) => id === target.id)?.members)), as: 'team' }
    case 'owners':
      if (owners.size > 0) return { members: of(owners), as: 'owner' }
      return {
        members: target.fallthrough === 'nobody' ? [] : membersOfProject(people, projectId),
        as: 'project',
      }
  }
}

interface Wanted {
  readonly projectId: number
  /** They were named or own the issue, and are not told for being members alone. */
  readonly isTheirs: boolean
}

function sparedBy(
  book: ReaderBook,
  member: AlertMember,
  { projectId, isTheirs }: Wanted,
): MailReader['spared'] {
  if (member.email === '') return 'no-address'
  if (book.isGone(member.email, projectId)) return 'unsubscribed'
  const wants = wishOf(member, projectId)
  if (wants === 'nothing') return 'wants-nothing'
  return wants === 'mine' && !isTheirs ? 'not-theirs' : undefined
}
