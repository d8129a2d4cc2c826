import { type AwsSession, aws } from "@tsunagu/aws";
import {
  type ConnectionField,
  type ConnectionSpec,
  type ConnectionValues,
  type Connector,
  toolFor,
} from "@tsunagu/core";
import { type KintoneConnector, type KintoneSession, kintone } from "@tsunagu/kintone";

/** An open connection to both sides. */
export interface TransferSession {
  readonly aws: AwsSession;
  readonly kintone: KintoneSession;
}

/** Both backends as transfer tools see them: the connection has the fields of both. */
export type TransferConnector = Connector<TransferSession> & { readonly name: "transfer" };

/** Makes a transfer connector over a kintone connector. */
export const createTransferConnector = (kintoneConnector: KintoneConnector = kintone): TransferConnector => ({
  name: "transfer",
  connection: joined(kintoneConnector.connection, aws.connection),
  open: (connection, host) =>
    kintoneConnector.open(part(connection, kintoneConnector.connection), host).andThen((kintoneSession) =>
      aws
        .open(part(connection, aws.connection), host)
        .map((awsSession) => ({ aws: awsSession, kintone: kintoneSession }))
        .orTee(() => void kintoneConnector.close?.(kintoneSession)),
    ),
  verify: (session, signal) =>
    kintoneConnector
      .verify(session.kintone, signal)
      .andThen((from) => aws.verify(session.aws, signal).map((to) => `${from}; ${to}`)),
  close: async (session) => {
    await Promise.all([kintoneConnector.close?.(session.kintone), aws.close(session.aws)]);
  },
  unavailable: (tool, connection) =>
    kintoneConnector.unavailable?.(tool, part(connection, kintoneConnector.connection)) ??
    aws.unavailable(tool, part(connection, aws.connection)),
});

/** A group of fields belongs to one backend: keys of AWS and a token of kintone may well come from different sources. */
const joined = (...specs: readonly ConnectionSpec[]): ConnectionSpec => ({
  fields: specs.flatMap((spec, index) => spec.fields.map((field) => ofBackend(field, index))),
  together: specs.flatMap(({ together = [] }) => together),
});

const ofBackend = (field: ConnectionField, index: number): ConnectionField => ({
  ...field,
  ...(field.group === undefined ? {} : { group: `${field.group} ${index}` }),
  ...(field.receives === undefined ? {} : { receives: `${field.receives} ${index}` }),
});

const part = ({ text, secret }: ConnectionValues, { fields }: ConnectionSpec): ConnectionValues => {
  const names = new Set(fields.map(({ name }) => name));
  const ofBackendOnly = <T>(values: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name)));
  return { text: ofBackendOnly(text), secret: ofBackendOnly(secret) };
};

/** The transfer connector. */
export const transfer: TransferConnector = createTransferConnector();

/** Makes a tool that moves data between kintone and AWS. */
export const transferTool = toolFor(transfer);
