# Two stages: the first has pip and builds; the second has the finished virtual environment and nothing to build with.
FROM python:3.13-slim AS build
WORKDIR /build
COPY requirements.lock requirements-dev.lock ./
# --no-compile is not used: start-up would compile every library anew, and the root file system may be read-only.
RUN python -m venv /opt/briefbot \
 && /opt/briefbot/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock \
 && python -m venv /opt/tools \
 && /opt/tools/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements-dev.lock
COPY pyproject.toml README.md LICENSE CHANGELOG.md ./
COPY bot bot
COPY storage storage
RUN /opt/tools/bin/pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir dist . \
 && /opt/briefbot/bin/pip install --no-cache-dir --no-deps --no-index dist/*.whl \
 && /opt/briefbot/bin/pip uninstall --yes pip

FROM python:3.13-slim
LABEL org.opencontainers.image.title="Briefbot" \
      org.opencontainers.image.description="The news desk in your chat" \
      org.opencontainers.image.licenses="MIT"
# The uid is fixed so that the owner of a mounted folder can be set from outside.
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin briefbot \
 && install --directory --owner briefbot --group briefbot --mode 0750 /data
COPY --from=build /opt/briefbot /opt/briefbot
ENV PATH=/opt/briefbot/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    BRIEFBOT_DATA=/data \
    BRIEFBOT_WEB_PORT=8080
USER 10001:10001
# briefbot.toml is looked for in the working folder: it may lie beside the database.
WORKDIR /data
VOLUME /data
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/health', timeout=4)"]
ENTRYPOINT ["briefbot"]
CMD ["run"]
