# An image with the program alone:  docker build -t cleaner .
#   docker run --rm -v "$PWD:/work" -u "$(id -u):$(id -g)" cleaner clean articles -o out
FROM python:3.13-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev
COPY . /source
RUN python -m venv /cleaner && /cleaner/bin/pip install --no-cache-dir "/source[cloud,extract,parquet,pdf,web]"

FROM python:3.13-slim
COPY --from=build /cleaner /cleaner
ENV PATH=/cleaner/bin:$PATH CLEANER_CACHE=/tmp/cleaner CLEANER_STATE=/work/.cleaner
WORKDIR /work
ENTRYPOINT ["cleaner"]
