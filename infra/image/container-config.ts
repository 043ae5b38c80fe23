import {
  DockerfileParser,
  type Cmd,
  type Dockerfile,
  type Entrypoint,
  type Env,
  type Healthcheck,
  type Instruction,
  type JSONInstruction,
  type Label,
} from 'dockerfile-ast';

/**
 * The configuration of a container in an image (https://github.com/opencontainers/image-spec/blob/main/config.md), with
 * the `Healthcheck` of Docker's format, which OCI has not. Its durations are in nanoseconds.
 */
export type ContainerConfig = {
  readonly User: string;
  readonly ExposedPorts: Readonly<Record<string, object>>;
  readonly Env: readonly string[];
  readonly Entrypoint: readonly string[];
  readonly Cmd: readonly string[];
  readonly WorkingDir: string;
  readonly Labels: Readonly<Record<string, string>>;
  readonly StopSignal: string;
  readonly Healthcheck: {
    readonly Test: readonly string[];
    readonly Interval: number;
    readonly Timeout: number;
    readonly StartPeriod: number;
    readonly Retries: number;
  };
};

/** Instructions whose effect is in the files of the image. */
const withoutConfig = new Set(['FROM', 'ARG', 'ADD', 'COPY', 'RUN']);

/**
 * Returns the configuration that the last stage of a Dockerfile sets; `values` are those of its ARGs. Throws at an
 * instruction that it does not know, so that the Dockerfile and the image never differ.
 */
export function readContainerConfig(text: string, values: Readonly<Record<string, string>>): ContainerConfig {
  const instructions = lastStage(DockerfileParser.parse(text)).filter(
    (instruction) => !withoutConfig.has(instruction.getKeyword()),
  );
  const take = (keyword: string): Instruction => {
    const index = instructions.findIndex((instruction) => instruction.getKeyword() === keyword);
    if (index === -1) throw new Error(`The Dockerfile has no ${keyword}`);
    return instructions.splice(index, 1)[0]!;
  };
  const pairs = (keyword: string) =>
    (take(keyword) as Env | Label)
      .getProperties()
      .map((pair): [string, string] => [pair.getName(), fill(pair.getValue() ?? '', values)]);
  const words = (keyword: string) =>
    take(keyword)
      .getArguments()
      .map((argument) => argument.getValue());
  const config = {
    User: words('USER')[0]!,
    ExposedPorts: Object.fromEntries(words('EXPOSE').map((port) => [port, {}])),
    Env: pairs('ENV').map(([name, value]) => `${name}=${value}`),
    Entrypoint: stringsOf(take('ENTRYPOINT') as Entrypoint),
    Cmd: stringsOf(take('CMD') as Cmd),
    WorkingDir: words('WORKDIR')[0]!,
    Labels: Object.fromEntries(pairs('LABEL')),
    StopSignal: words('STOPSIGNAL')[0]!,
    Healthcheck: healthcheckOf(take('HEALTHCHECK') as Healthcheck),
  };
  const [unknown] = instructions;
  if (unknown !== undefined)
    throw new Error(`The image cannot follow ${unknown.getKeyword()} of the Dockerfile`);
  return config;
}

function lastStage(dockerfile: Dockerfile): Instruction[] {
  const instructions = dockerfile.getInstructions();
  return instructions.slice(instructions.findLastIndex((instruction) => instruction.getKeyword() === 'FROM'));
}

function healthcheckOf(healthcheck: Healthcheck): ContainerConfig['Healthcheck'] {
  const flags = Object.fromEntries(
    healthcheck.getFlags().map((flag) => [flag.getName(), flag.getValue() ?? '']),
  );
  const nanoseconds = (name: string) => {
    const [, seconds] = /^(\d+)s$/.exec(flags[name] ?? '') ?? [];
    if (seconds === undefined) throw new Error(`HEALTHCHECK has no --${name} in seconds`);
    return Number(seconds) * 1e9;
  };
  const command = healthcheck.getRawArgumentsContent()!;
  return {
    Test: ['CMD', ...(JSON.parse(command.slice(command.indexOf('['))) as string[])],
    Interval: nanoseconds('interval'),
    Timeout: nanoseconds('timeout'),
    StartPeriod: nanoseconds('start-period'),
    Retries: Number(flags['retries']),
  };
}

function stringsOf(instruction: JSONInstruction): string[] {
  return instruction.getJSONStrings().map((text) => text.getJSONValue());
}

/** Replaces `${NAME}` by its value. */
function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The Dockerfile names ${name}, which has no value`);
    return value;
  });
}
