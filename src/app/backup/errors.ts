import { AppError } from '#kernel/errors.ts';

/** A backup that cannot be read as it was written. Nothing was changed. */
export class DamagedBackup extends AppError {
  constructor(file: string, what: string, cause?: unknown) {
    super({ code: 'damaged_backup', status: 422, message: `the backup ${file} is damaged: ${what}`, cause });
  }
}

/** A backup could not be taken, or a restore could not be made, for a reason outside of it. Nothing was changed. */
export class BackupRefused extends AppError {
  constructor(message: string, code = 'backup_refused') {
    super({ code, status: 409, message });
  }
}
