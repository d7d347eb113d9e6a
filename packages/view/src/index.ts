export type { Json, JsonObject } from './json.ts'
export { levels, parseLevel } from './level.ts'
export type { Level } from './level.ts'
export { parseTraceMode } from './trace-view.ts'
export type {
  ContextLine,
  ExceptionRelation,
  ExceptionView,
  FrameView,
  TraceMode,
  TraceView,
} from './trace-view.ts'
export type {
  BreadcrumbView,
  EventView,
  Pair,
  RequestView,
  TagFacetView,
  TagView,
  UserView,
} from './event-view.ts'
