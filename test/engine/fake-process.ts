/** A made-up engine process: what it is told by an image's path, it does. */
import type { OpenChannel } from '../../app/engine/channel.ts';
import type {
  EngineFacts,
  EngineReplies,
  EngineRequest,
  EngineSettings,
  RequestKind,
} from '../../app/engine/protocol.ts';
import type { Failure } from '../../app/core/failure.ts';
import { joinReferences, type ReferenceSet } from '../../app/core/features.ts';
import { findClosest } from '../../app/core/search.ts';
import type { Distance, Features, ModelId, ProviderName } from '../../app/core/vocabulary.ts';

export interface FakeProcess {
  /** Everything it was sent, in order. */
  readonly received: EngineRequest[];
  readonly settings: () => EngineSettings;
  /** How many images it worked on at the same time, at most. */
  readonly mostAtOnce: () => number;
  killed: boolean;
  ended: boolean;
  /** Milliseconds, by the test's clock, when it was started. */
  readonly startedMs: number;
  end(why?: string): void;
}

export interface FakeOptions {
  readonly lanes?: number;
  /** The GPU lane that it finds unless that is excluded. */
  readonly gpu?: ProviderName;
  /** Instead of the reply to `open`: a failure, an end of the process, or silence. */
  readonly onOpen?: (nth: number, settings: EngineSettings) => Failure | 'end' | 'hang' | undefined;
}

/**
 * By the name of the image: `crash...` ends the process, `gpu-crash...` only on a GPU lane,
 * `hang...` never answers, `slow...` takes a second; everything else is answered after 10 ms with
 * its own name as the detail of a reason.
 */
export function fakeEngine(options: FakeOptions = {}) {
  const processes: FakeProcess[] = [];
  const openChannel: OpenChannel = ({ onReply, onExit }) => {
    const received: EngineRequest[] = [];
    let settings: EngineSettings | undefined;
    let provider: ProviderName = 'cpu';
    let atOnce = 0;
    let most = 0;
    let references: { set: number; parts: ReferenceSet[] } | undefined;
    const process: FakeProcess = {
      received,
      settings: () => settings ?? raise('Expected the process to be opened.'),
      mostAtOnce: () => most,
      killed: false,
      ended: false,
      startedMs: performance.now(),
      end(why = 'the process ended') {
        if (process.ended) return;
        process.ended = true;
        onExit(why);
      },
    };
    const nth = processes.push(process) - 1;
    const later = (ms: number, act: () => void) =>
      setTimeout(() => {
        if (!process.ended) act();
      }, ms);

    function work(id: number, request: EngineRequest): void {
      const answer = (value: EngineReplies[RequestKind]) => onReply({ id, value });
      const refuse = (message: string) => onReply({ id, failure: { code: 'internal', message } });
      switch (request.kind) {
        case 'open': {
          settings = request.settings;
          const reaction = options.onOpen?.(nth, settings);
          if (reaction === 'hang') return;
          if (reaction === 'end') return process.end('the driver ended the process');
          if (reaction) return onReply({ id, failure: reaction });
          const { excluded } = settings;
          if (options.gpu && settings.provider !== 'cpu' && !excluded[options.gpu]) {
            provider = options.gpu;
          }
          return answer(factsOf(provider, options.lanes ?? 1));
        }
        case 'analyse': {
          const name = request.source.kind === 'file' ? request.source.path : 'bytes';
          if (name.startsWith('hang')) return;
          atOnce += 1;
          most = Math.max(most, atOnce);
          later(name.startsWith('slow') ? 1_000 : 10, () => {
            const gpuOnly = name.startsWith('gpu-crash') && provider !== 'cpu';
            if (gpuOnly || name.startsWith('crash')) return process.end();
            atOnce -= 1;
            const reasons = [{ problem: 'no-face', detail: name } as const];
            const { modality } = request.options;
            answer({ outcome: 'failure-to-acquire', modality, reasons });
          });
          return;
        }
        case 'preview': {
          const name = request.source.kind === 'file' ? request.source.path : 'bytes';
          if (name.startsWith('hang')) return;
          return void later(10, () => {
            if (name.startsWith('crash')) return process.end();
            const bytes = new TextEncoder().encode(name);
            answer({ outcome: 'shown', type: 'image/jpeg', bytes, width: 1, height: 1 });
          });
        }
        case 'load-references':
          later(10, () => {
            const { set, first, part } = request;
            if (first) references = { set, parts: [] };
            if (references?.set !== set) return refuse('unknown references');
            references.parts.push(part);
            answer(null);
          });
          return;
        case 'search':
          later(10, () => {
            if (references?.set !== request.set) return refuse('no such references');
            const all = joinReferences(references.parts);
            answer(request.probes.map((probe) => closest(all, probe, request.count)));
          });
          return;
        case 'check-models':
          later(10, () => answer([]));
      }
    }

    return {
      send({ id, request }) {
        if (process.ended) return;
        received.push(request);
        later(0, () => work(id, request));
      },
      kill() {
        process.killed = true;
        setTimeout(() => process.end('the process was killed'), 1);
      },
    };
  };
  return { openChannel, processes };
}

function factsOf(provider: ProviderName, lanes: number): EngineFacts {
  return {
    scales: {
      face: {
        modality: 'face',
        modelId: 'fake' as ModelId,
        dimensions: 4,
        objective: '',
        margin: 1 as Distance,
        untunedThreshold: 1 as Distance,
        calibration: { id: '', set: '', protocol: '', measuredOn: '', points: [] },
      },
    },
    provider,
    providers: [],
    lanes,
    versions: {},
  };
}

/** It holds faces only. */
function closest(references: ReferenceSet, probe: Features, count: number) {
  if (references.modality !== 'face' || !(probe instanceof Float32Array)) {
    return raise('Expected faces.');
  }
  return findClosest(references, probe, count);
}

function raise(message: string): never {
  throw new Error(message);
}
