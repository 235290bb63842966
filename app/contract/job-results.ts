/** What every command answers that begins long work. */
export interface JobStarted {
  readonly jobId: string;
}
