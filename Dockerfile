# One image for the web server, the worker and the scheduler.
FROM python:3.12-slim AS build
RUN python -m venv /opt/portal
COPY requirements.txt .
RUN /opt/portal/bin/python -m pip install --no-cache-dir --require-hashes --no-deps -r requirements.txt

FROM python:3.12-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /srv/portal --shell /usr/sbin/nologin portal \
    && install -d -o portal -g portal -m 700 /var/portal
COPY --from=build /opt/portal /opt/portal
COPY . /srv/portal
WORKDIR /srv/portal
ENV PATH=/opt/portal/bin:$PATH \
    PORTAL_VAR=/var/portal \
    STATIC_MANIFEST=1 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp
# The style sheets are gathered into the image, where the root file system may stay read-only.
RUN SECRET_KEY=only-for-gathering-static-files-while-the-image-is-built STATIC_ROOT=/srv/static \
    python manage.py collectstatic --no-input --verbosity 0
ENV STATIC_ROOT=/srv/static
USER portal
VOLUME /var/portal
EXPOSE 8000
CMD ["gunicorn", "infogerance.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "4", "--timeout", "120", "--worker-tmp-dir", "/dev/shm", \
     "--access-logfile", "-", "--no-control-socket"]
