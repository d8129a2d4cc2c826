import type { KintoneRecord } from "@tsunagu/kintone";
import type { ByteWriter } from "hyparquet-writer";
import type { ParquetColumn } from "./columns.ts";
import { rowGroups } from "./row-groups.ts";

/**
 * A Parquet file of records as it is made, compressed with Snappy. One group of about 10,000 records is in memory at a time, and of the
 * groups before it only what the file's end says of them: some 200 bytes a column. Throws what reading the pages throws.
 *
 * @see Apache Parquet, File Format
 */
export async function* parquetBody(
  pages: AsyncIterable<readonly KintoneRecord[]>,
  columns: readonly ParquetColumn[],
): AsyncGenerator<Uint8Array, void> {
  const { ByteWriter, ParquetWriter } = await import("hyparquet-writer");
  const schema = columns.flatMap(({ name, shape }) => [...shape.schema(name)]);
  const writer = new ByteWriter();
  const file = new ParquetWriter({
    writer,
    schema: [{ name: "record", num_children: columns.length }, ...schema],
    createdBy: "tsunagu",
  });
  for await (const group of rowGroups(pages, columns)) {
    const columnData = group.columns.map((column) => ({ ...column, offsetIndex: false }));
    await file.write({ columnData, rowGroupSize: group.rows });
    yield takeBytes(writer);
  }
  await file.finish();
  yield takeBytes(writer);
}

/** What has been written since last time; the writer begins its buffer anew, while its count of the file's bytes goes on. */
const takeBytes = (writer: ByteWriter): Uint8Array => {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
};
