export { eraseUploads, IMPORT_TABLES, isImporting, trimPreviews } from './erase-uploads.ts';
export type { ExportFormats, OpenedExport, ReadChoices } from './export-formats.ts';
export { importsRoutes, type ImportsRoutesParts } from './http.ts';
export { ImportFiles } from './import-files.ts';
export { workOnUndo } from './undo-import.ts';
export { removeLeftovers, workOnImports } from './import-task.ts';
export type { ImportParts } from './run-import.ts';
