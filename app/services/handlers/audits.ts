import type { auditCommands } from '../../contract/audits.ts';
import { createAuditService } from '../audit/audit.ts';
import { auditedImage } from '../audit/image.ts';
import { createCapture } from '../capture.ts';
import type { Context } from '../context.ts';
import type { Handlers } from '../dispatch.ts';
import { once } from '../once.ts';

export function auditHandlers(context: Context): Pick<Handlers, keyof typeof auditCommands> {
  const { folders, jobs, now, policies, both } = context;
  const changed = () => context.emit({ event: 'data.changed', what: 'audits' });
  const audits = once(async () =>
    createAuditService({ ...(await both()), jobs, now, policies, changed }),
  );
  const capture = once(async () => createCapture({ engine: await context.engine() }));
  return {
    'audit.preview': async ({ folder, ...input }) =>
      (await audits()).preview({ ...input, folder: folders.pathOf(folder) }),
    'audit.start': async ({ folder, ...input }) =>
      (await audits()).start({ ...input, folder: folders.pathOf(folder) }),
    'audit.resume': async ({ auditId }) => (await audits()).resume(auditId),
    'audit.list': async () => (await audits()).list(),
    'audit.show': async ({ auditId }) => (await audits()).show(auditId),
    'audit.rows': async ({ auditId, ...query }) => (await audits()).rows(auditId, query),
    'audit.image': async (input) =>
      auditedImage(input, { store: context.store(), capture: await capture() }),
    'audit.report': async ({ auditId, format }) => {
      return { text: (await audits()).report(auditId, format) };
    },
    'audit.remove': async ({ auditId }) => {
      (await audits()).remove(auditId);
      return null;
    },
  };
}
