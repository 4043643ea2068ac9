import { AppError } from '#kernel/errors.ts';

/** An analysis reads or groups more than one question may; a shorter range, a segment or a narrower filter helps. */
export class AnalysisTooLarge extends AppError {
  constructor(why: 'memory' | 'time', cause: unknown) {
    const limit = why === 'memory' ? 'needs more memory' : 'takes longer';
    super({
      code: 'analysis_too_large',
      status: 422,
      message: `this analysis ${limit} than one question may use: choose a shorter range, a segment, or fewer kinds of event`,
      cause,
    });
  }
}
