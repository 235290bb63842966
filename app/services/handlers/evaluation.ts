import type { evaluationCommands } from '../../contract/evaluation.ts';
import type { Distance } from '../../core/vocabulary.ts';
import type { Context } from '../context.ts';
import type { Handlers } from '../dispatch.ts';
import { evaluate, type EvaluationRequest } from '../evaluation/evaluation.ts';
import type { Evaluations } from '../evaluation/evaluations.ts';
import { thresholdFacts } from '../evaluation/facts.ts';
import { createFeatureCache } from '../evaluation/feature-cache.ts';
import { comparisonsCsv, operatingPointsCsv } from '../evaluation/report/csv.ts';
import { reportHtml } from '../evaluation/report/html.ts';
import { reportJson } from '../evaluation/report/json.ts';
import { once } from '../once.ts';

export function evaluationHandlers(
  context: Context,
  evaluations: Evaluations,
): Pick<Handlers, Extract<keyof typeof evaluationCommands, `evaluation.${string}`>> {
  const { cacheFolder, emit, folders, jobs } = context;
  const cache = once(() => createFeatureCache(cacheFolder, Date.now));
  const notice = (message: string) => emit({ event: 'engine.notice', message });
  return {
    'evaluation.start': ({ folder, fusedWith, ...input }) => {
      const request: EvaluationRequest = {
        ...input,
        folder: folders.pathOf(folder),
        ...(fusedWith && {
          fusedWith: { ...fusedWith, folder: folders.pathOf(fusedWith.folder) },
        }),
      };
      const engine = context.engine();
      engine.catch(() => undefined); // The job awaits it, and fails with it.
      const jobId = jobs.start(async (job) => {
        const evaluation = await evaluate(request, { engine, cache: cache(), notice }, job);
        const { facts, assertions, run } = evaluation;
        const evaluationId = evaluations.add(evaluation);
        return { kind: 'evaluation', value: { evaluationId, facts, assertions, run } };
      });
      return { jobId };
    },
    'evaluation.at': ({ evaluationId, threshold }) => {
      const { populations, analysis } = evaluations.get(evaluationId);
      return thresholdFacts(populations, analysis.evidence, threshold as Distance);
    },
    'evaluation.report': async ({ evaluationId, format, thumbnails }) => {
      const evaluation = evaluations.get(evaluationId);
      switch (format) {
        case 'json':
          return { text: reportJson(evaluation) };
        case 'csv':
          return { text: operatingPointsCsv(evaluation) };
        case 'html':
          return {
            text: await reportHtml(evaluation, thumbnails ? await context.engine() : undefined),
          };
      }
    },
    'evaluation.comparisons': ({ evaluationId, offset, limit }) =>
      comparisonsCsv(evaluations.get(evaluationId), offset, limit),
    'evaluation.clearCache': () => cache().clear(),
  };
}
