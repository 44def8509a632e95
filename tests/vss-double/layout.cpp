// The sizes and places that the program under test was written to (tests/SnapBack.Tests/Snapshots/Vss/Native/VssLayoutTests.cs), held against what
// the compiler makes of the public headers. A difference ends the build.
#include <windows.h>
#include <cstddef>
#include <vss.h>
#include <vsmgmt.h>

static_assert(sizeof(VSS_SNAPSHOT_PROP) == 128);
static_assert(offsetof(VSS_SNAPSHOT_PROP, m_SnapshotId) == 0);
static_assert(offsetof(VSS_SNAPSHOT_PROP, m_SnapshotSetId) == 16);
static_assert(offsetof(VSS_SNAPSHOT_PROP, m_lSnapshotsCount) == 32);
static_assert(offsetof(VSS_SNAPSHOT_PROP, m_pwszSnapshotDeviceObject) == 40);
static_assert(offsetof(VSS_SNAPSHOT_PROP, m_pwszOriginalVolumeName) == 48);
static_assert(offsetof(VSS_SNAPSHOT_PROP, m_pwszOriginatingMachine) == 56);
static_assert(offsetof(VSS_SNAPSHOT_PROP, m_pwszServiceMachine) == 64);
static_assert(offsetof(VSS_SNAPSHOT_PROP, m_pwszExposedName) == 72);
static_assert(offsetof(VSS_SNAPSHOT_PROP, m_pwszExposedPath) == 80);
static_assert(offsetof(VSS_SNAPSHOT_PROP, m_ProviderId) == 88);
static_assert(offsetof(VSS_SNAPSHOT_PROP, m_lSnapshotAttributes) == 104);
static_assert(offsetof(VSS_SNAPSHOT_PROP, m_tsCreationTimestamp) == 112);
static_assert(offsetof(VSS_SNAPSHOT_PROP, m_eStatus) == 120);

static_assert(sizeof(VSS_PROVIDER_PROP) == 72);
static_assert(offsetof(VSS_PROVIDER_PROP, m_pwszProviderName) == 16);
static_assert(offsetof(VSS_PROVIDER_PROP, m_eProviderType) == 24);
static_assert(offsetof(VSS_PROVIDER_PROP, m_pwszProviderVersion) == 32);
static_assert(offsetof(VSS_PROVIDER_PROP, m_ProviderVersionId) == 40);
static_assert(offsetof(VSS_PROVIDER_PROP, m_ClassId) == 56);

static_assert(sizeof(VSS_OBJECT_PROP) == 136);
static_assert(offsetof(VSS_OBJECT_PROP, Obj) == 8);

static_assert(sizeof(VSS_DIFF_AREA_PROP) == 40);
static_assert(offsetof(VSS_DIFF_AREA_PROP, m_pwszDiffAreaVolumeName) == 8);
static_assert(offsetof(VSS_DIFF_AREA_PROP, m_llMaximumDiffSpace) == 16);
static_assert(offsetof(VSS_DIFF_AREA_PROP, m_llAllocatedDiffSpace) == 24);
static_assert(offsetof(VSS_DIFF_AREA_PROP, m_llUsedDiffSpace) == 32);

static_assert(sizeof(VSS_MGMT_OBJECT_PROP) == 48);
static_assert(offsetof(VSS_MGMT_OBJECT_PROP, Obj) == 8);
