/** Rows of the command table whose service is under construction; gone before release. */
import { AppError } from '../../core/failure.ts';

export function notBuilt(): never {
  throw new AppError('internal', 'Expected a service for this command but received none yet.');
}
