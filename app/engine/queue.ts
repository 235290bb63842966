/** Requests on their way: which one goes next, and which one is to blame when the process ends. */
import type { EngineReplies, EngineRequest, RequestKind } from './protocol.ts';

export interface Pending {
  readonly request: EngineRequest;
  readonly resolve: (value: EngineReplies[RequestKind]) => void;
  readonly reject: (failure: unknown) => void;
  /** Was running when the process ended, and so must prove itself alone. */
  suspect: boolean;
  /** Has used up its time. */
  late: boolean;
  timer?: NodeJS.Timeout;
}

export interface RequestQueue {
  add(pending: Pick<Pending, 'request' | 'resolve' | 'reject'>): void;
  /**
   * What may be sent now, running from here on: while there are suspects, one of them alone, and
   * else in order, as long as fewer than `room` run.
   */
  next(id: number, room: number): Pending | undefined;
  /** The request that ran under this number; it runs no longer. */
  finish(id: number): Pending | undefined;
  /**
   * The process ended. Images wait again as suspects, except one that ran alone and was a suspect
   * or late already, where `blameAlone`. Returns what will get no answer.
   */
  interrupt(blameAlone: boolean): readonly Pending[];
  /** Takes out everything that waits. */
  drain(): readonly Pending[];
  /** Takes out everything, running or waiting. */
  end(): readonly Pending[];
}

export function createRequestQueue(): RequestQueue {
  const running = new Map<number, Pending>();
  const waiting: Pending[] = [];

  function takeRunning(): Pending[] {
    const taken = [...running.values()];
    running.clear();
    for (const { timer } of taken) clearTimeout(timer);
    return taken;
  }

  return {
    add: (pending) => waiting.push({ ...pending, suspect: false, late: false }),
    next(id, room) {
      const suspect = waiting.findIndex((pending) => pending.suspect);
      const alone = suspect >= 0 || running.values().some((pending) => pending.suspect);
      if (waiting.length === 0 || running.size >= (alone ? 1 : room)) return undefined;
      const [next] = waiting.splice(Math.max(0, suspect), 1);
      running.set(id, next);
      return next;
    },
    finish(id) {
      const pending = running.get(id);
      running.delete(id);
      clearTimeout(pending?.timer);
      return pending;
    },
    interrupt(blameAlone) {
      const interrupted = takeRunning();
      const blamed = blameAlone && interrupted.length === 1;
      const unanswered = interrupted.filter(
        ({ request, suspect, late }) => !hasImage(request) || (blamed && (suspect || late)),
      );
      const lost = waiting.filter(({ request }) => needsEarlier(request));
      const again = interrupted.filter((pending) => !unanswered.includes(pending));
      for (const pending of again) Object.assign(pending, { suspect: true, late: false });
      const kept = waiting.filter((pending) => !lost.includes(pending));
      waiting.splice(0, waiting.length, ...again, ...kept);
      return [...unanswered, ...lost];
    },
    drain: () => waiting.splice(0),
    end: () => [...takeRunning(), ...waiting.splice(0)],
  };
}

/** Can be tried again as it is, and may be what ended the process. */
function hasImage({ kind }: EngineRequest): boolean {
  return kind === 'analyse' || kind === 'preview';
}

/** Builds on something that the process was told before, and so can't be sent to another one. */
function needsEarlier(request: EngineRequest): boolean {
  return request.kind === 'search' || (request.kind === 'load-references' && !request.first);
}
