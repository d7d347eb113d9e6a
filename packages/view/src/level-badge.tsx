import type { VNode } from 'preact'
import type { Level } from './level.ts'

/** What `LevelBadge` shows. */
export interface LevelBadgeProps {
  readonly level: Level
  /** True to write the level's name beside the shape; it is in the accessible text either way. */
  readonly named?: boolean
}

/** The level of an event as a shape and a colour, so that it can be told apart without seeing colours. */
export function LevelBadge({ level, named = false }: LevelBadgeProps): VNode {
  return (
    <span class={`level level-${level}`} title={level}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        <path d={shapes[level]} fill={level === 'debug' ? 'none' : 'currentColor'} stroke="currentColor" />
      </svg>
      <span class={named ? undefined : 'visually-hidden'}>{level}</span>
    </span>
  )
}

/** Diamond, disc, triangle, square, ring. */
const shapes: Readonly<Record<Level, string>> = {
  fatal: 'M6 .8l5.2 5.2l-5.2 5.2l-5.2-5.2z',
  error: 'M6 1.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9z',
  warning: 'M6 1.5l5 9h-10z',
  info: 'M2 2h8v8h-8z',
  debug: 'M6 2.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7z',
}
