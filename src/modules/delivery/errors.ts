import { AppError, BadInput, type InputFault } from '#kernel/errors.ts';

/** A message names variables that nobody knows, or that were not given. */
export class UnknownVariable extends BadInput {
  constructor(faults: readonly InputFault[]) {
    const places = faults.slice(0, 3).map(({ where, what }) => `${where}: ${what}`);
    super(places.join('; '), faults, 'unknown_variable');
  }
}

/** The template was changed by somebody else meanwhile. */
export class TemplateChanged extends AppError {
  constructor(version: number) {
    super({
      code: 'template_changed',
      status: 409,
      message: `the template was changed meanwhile and is at version ${version}: read it again`,
    });
  }
}
