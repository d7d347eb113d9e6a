export { Breadcrumbs } from './breadcrumbs.tsx'
export type { BreadcrumbsProps } from './breadcrumbs.tsx'
export { ChainHead } from './chain.tsx'
export type { ChainHeadProps } from './chain.tsx'
export { componentText } from './component-text.ts'
export { ComponentTree } from './component-tree.tsx'
export type { ComponentTreeProps } from './component-tree.tsx'
export type { ComponentView } from './component-view.ts'
export { CopyButton } from './copy-button.tsx'
export type { CopyButtonProps } from './copy-button.tsx'
export { curlCommand, shellQuote } from './curl.ts'
export type { CurlOptions } from './curl.ts'
export { EventGraph } from './event-graph.tsx'
export type { EventGraphProps, GraphBucket } from './event-graph.tsx'
export type {
  BreadcrumbView,
  EventView,
  Pair,
  RequestView,
  TagFacetView,
  TagView,
  UserView,
} from './event-view.ts'
export { fence } from './fence.ts'
export { absoluteTime, formatCount, formatSpan, isoTime, longAge, shortAge } from './format-time.ts'
export { Frame } from './frame.tsx'
export type { FrameProps } from './frame.tsx'
export { groupRuns } from './frame-runs.ts'
export type { FrameRun } from './frame-runs.ts'
export { clipLine, highlight, highlightCounted, highlightLineLimit } from './highlight.ts'
export type { Highlighted } from './highlight.ts'
export type { Json, JsonObject } from './json.ts'
export { languageOf } from './language.ts'
export type { Language } from './language.ts'
export { levels, parseLevel } from './level.ts'
export type { Level } from './level.ts'
export { LevelBadge } from './level-badge.tsx'
export type { LevelBadgeProps } from './level-badge.tsx'
export { eventMarkdown, markdownLimits, traceMarkdown } from './markdown.ts'
export type { IssueFacts, MarkdownSize } from './markdown.ts'
export { Pairs } from './pairs.tsx'
export type { PairsProps } from './pairs.tsx'
export { rawTrace } from './raw.ts'
export { parseRequestMode, Request } from './request.tsx'
export type { RequestMode, RequestProps } from './request.tsx'
export { clip, formatSize, safeText, textHardLimit, textLimit } from './safe-text.ts'
export { Segmented } from './segmented.tsx'
export type { Segment, SegmentedProps } from './segmented.tsx'
export { SourceLines } from './source-lines.tsx'
export type { SourceLinesProps } from './source-lines.tsx'
export { Sparkline } from './sparkline.tsx'
export type { SparklineProps } from './sparkline.tsx'
export { TagBars } from './tag-bars.tsx'
export type { TagBarsProps } from './tag-bars.tsx'
export { Tags } from './tags.tsx'
export type { TagsProps } from './tags.tsx'
export { Text } from './text.tsx'
export type { TextProps } from './text.tsx'
export { Time } from './time.tsx'
export type { TimeProps } from './time.tsx'
export { tokenKinds } from './token.ts'
export type { Token, TokenKind } from './token.ts'
export { Trace } from './trace.tsx'
export type { TraceProps } from './trace.tsx'
export { parseTraceMode } from './trace-view.ts'
export type {
  ContextLine,
  ExceptionRelation,
  ExceptionView,
  FrameView,
  TraceMode,
  TraceView,
} from './trace-view.ts'
export { isRedacted, previewValue, stringStyleOf } from './value-preview.ts'
export type { StringStyle, ValueKind, ValuePreview } from './value-preview.ts'
export { ValueTree } from './value-tree.tsx'
export type { ValueTreeProps } from './value-tree.tsx'
export { webAddress } from './web-address.ts'
export type { WebAddress } from './web-address.ts'
