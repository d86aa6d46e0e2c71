/** Instead of the package by which cdktf zips folders: 230 modules, and no construct has it zip one. */
export default function archiver(): never {
  throw new Error("cdktf zips a folder: take archiver out of jest.config.js's moduleNameMapper");
}
