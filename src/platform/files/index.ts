export { encodeImage, IMAGE_LIMITS, type ImageFit } from './encode-image.ts';
export { dropUnusedFile, getFile, keepFile } from './file-records.ts';
export { type FileSpace, FileStore, type StoredFile } from './file-store.ts';
export { filesRoutes } from './http.ts';
export { readUpload } from './read-upload.ts';
export { createScanner, type ScanFile, type ScannerAddress, scannerAddress } from './scan-file.ts';
