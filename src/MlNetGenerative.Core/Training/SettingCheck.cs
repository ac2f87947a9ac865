using System.Globalization;

namespace MlNetGenerative.Core.Training;

/// <summary>Checks of settings and options before any work; the message names the setting, its value and what is allowed.</summary>
internal static class SettingCheck
{
    /// <exception cref="ArgumentOutOfRangeException">The condition does not hold.</exception>
    public static void Require(bool valid, string name, object? value, string allowed)
    {
        if (!valid)
            throw new ArgumentOutOfRangeException(name, value,
                string.Create(CultureInfo.InvariantCulture, $"{name} must be {allowed}, but is {value ?? "null"}."));
    }
}
