import { detectFormat, importerOf, openExport, SkipTally } from '#connectors/importers.ts';
import type { ExportFormats } from '#modules/imports/index.ts';

/** The connectors' importers, as the module imports takes them. */
export const exportFormats: ExportFormats = {
  async detect(path) {
    const file = await openExport(path);
    try {
      return await detectFormat(file);
    } finally {
      await file.close();
    }
  },

  async preview(path, { format, options, now }) {
    const file = await openExport(path);
    try {
      return await importerOf(format).preview(file, { ...options, now });
    } finally {
      await file.close();
    }
  },

  async open(path, { format, options, now }) {
    const file = await openExport(path);
    const skips = new SkipTally();
    return {
      events: () => importerOf(format).read(file, { ...options, now }, skips),
      share: () => (file.bytes > 0 ? Math.min(1, file.consumed / file.bytes) : 0),
      skipped: () => skips.list(),
      close: () => file.close(),
    };
  },
};
